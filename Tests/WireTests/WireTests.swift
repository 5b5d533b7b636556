import Testing
import Time
import Wire

@Suite struct WireTests {
    @Test func headersIgnoreCaseAndKeepOrder() {
        var headers: HTTPHeaders = ["X-A": "1", "x-b": "2", "x-a": "3"]
        #expect(headers["x-A"] == "1")
        #expect(headers.values(of: "X-A") == ["1", "3"])
        headers["X-a"] = "9"
        #expect(headers.fields.map(\.value) == ["9", "2"])
        headers["x-b"] = nil
        #expect(headers.fields.count == 1)
    }

    @Test func decodesPathsAndQueries() {
        #expect(PercentEncoding.decode("a%20b%2Fc%zz+") == "a b/c%zz+")
        #expect(PercentEncoding.encode("a b/é") == "a%20b%2F%C3%A9")
        let pairs = PercentEncoding.pairs("a=1&b=x+y%26&a=2&flag&=v")
        #expect(pairs.map(\.name) == ["a", "b", "a", "flag", ""])
        #expect(pairs.map(\.value) == ["1", "x y&", "2", "", "v"])
    }

    @Test(arguments: [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")])
    func theRegionTellsThePartition(_ region: String, _ partition: String) {
        let arn = AWSAccount(id: "123456789012", region: region).arn("sqs", "q")
        #expect(arn.description == "arn:\(partition):sqs:\(region):123456789012:q")
    }

    @Test func readsARNs() {
        let arn = ARN("arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST")
        #expect(arn?.resource == "function:f:$LATEST")
        #expect(arn?.description == "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST")
        #expect(ARN("function:f") == nil)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
        (951_827_696_789, "2000-02-29T12:34:56.789Z", "Tue, 29 Feb 2000 12:34:56 GMT"),
        (1_795_230_245_678, "2026-11-21T03:04:05.678Z", "Sat, 21 Nov 2026 03:04:05 GMT"),
        (-1, "1969-12-31T23:59:59.999Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
    ])
    func writesTimestamps(_ milliseconds: Int64, _ iso: String, _ http: String) {
        let timestamp = Timestamp(millisecondsSinceEpoch: milliseconds)
        #expect(timestamp.iso8601Milliseconds == iso)
        #expect(timestamp.httpDate == http)
    }

    @Test(arguments: [
        ("2028-02-29", true), ("2027-02-29", false), ("2100-02-29", false), ("2027-02-30", false),
        ("2027-04-31T00:00:00Z", false), ("2027-12-31T23:59:59Z", true), ("2027-01-00", false),
    ])
    func readsDaysThatThereAre(_ text: String, isDay: Bool) { #expect((Timestamp(iso8601: text) != nil) == isDay) }
}
