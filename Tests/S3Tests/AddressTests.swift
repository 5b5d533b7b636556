import Testing

@testable import S3

@Suite struct AddressTests {
    @Test(
        arguments: [
            ("localhost:4566", "/books/a/b", "books", "a/b"), ("localhost", "/books", "books", nil),
            ("127.0.0.1:4566", "/books//a/../b", "books", "/a/../b"), ("localhost", "/", nil, nil),
            ("s3.amazonaws.com", "/books/%C3%BC%2Fx", "books", "ü/x"),
            ("s3.eu-west-1.amazonaws.com", "/books/", "books", nil),
            ("books.localhost:4566", "/a%20b+c", "books", "a b+c"), ("books.s3.localhost:4566", "/", "books", nil),
            ("my.books.s3.eu-west-1.amazonaws.com", "/a", "my.books", "a"),
            ("books.s3-eu-west-1.amazonaws.com", "/a", "books", "a"),
            ("books.s3.dualstack.us-west-2.amazonaws.com", "/a", "books", "a"),
            ("books.s3.localhost.localstack.cloud:4566", "/a", "books", "a"),
            ("Books.S3.Amazonaws.com.", "/a", "books", "a"),
            ("s3.s3.amazonaws.com", "/a", "s3", "a"), ("localhost.localstack.cloud", "/books/a", "books", "a"),
        ] as [(String, String, String?, String?)]
    )
    func bucketAndKey(_ host: String, _ path: String, _ bucket: String?, _ key: String?) {
        #expect(Address(host: host, path: path[...]) == Address(bucket: bucket, key: key))
    }

    @Test func whatIsNotUTF8IsNoKey() { #expect(Address(host: nil, path: "/books/%FF") == nil) }

    @Test func hostsOfItsOwn() {
        #expect(Address.isOfS3(host: "books.s3.amazonaws.com") && Address.isOfS3(host: "s3.localhost:4566"))
        #expect(!Address.isOfS3(host: "localhost:4566") && !Address.isOfS3(host: "sqs.us-east-1.amazonaws.com"))
    }

    @Test(arguments: ["abc", "a.b-c", "1bucket1", String(repeating: "a", count: 63)])
    func goodNames(_ name: String) { #expect(BucketName.isValid(name)) }

    @Test(arguments: [
        "ab", "Abc", "a_b", "-abc", "abc-", "a..b", "1.2.3.4", "xn--abc", "abc-s3alias", "abc--ol-s3", "",
        String(repeating: "a", count: 64),
    ])
    func badNames(_ name: String) { #expect(!BucketName.isValid(name)) }
}
