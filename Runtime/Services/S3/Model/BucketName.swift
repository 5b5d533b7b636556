import Wire

/// The rules for names of buckets.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
package enum BucketName {
    package static func isValid(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard (3...63).contains(bytes.count), bytes.allSatisfy(isAllowed), isEdge(bytes[0]),
            isEdge(bytes[bytes.count - 1])
        else { return false }
        if name.contains("..") || isAddress(name) { return false }
        return !["xn--", "sthree-", "amzn-s3-demo-"].contains(where: name.hasPrefix)
            && !["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"].contains(where: name.hasSuffix)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        isEdge(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static func isEdge(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isAddress(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    static func check(_ name: String) throws(AWSError) {
        guard isValid(name) else {
            throw AWSError("InvalidBucketName", 400, "The specified bucket is not valid.", ("BucketName", name))
        }
    }
}
