import FoundationEssentials
import JSON
import ServiceKit
import Wire

/// Where the code of a function or a layer comes from, as a request says it.
enum CodeRequest {
    case zip(UploadedZip)
    case image(String)
    /// The request says nothing of code.
    case none

    /// Code in S3 has been fetched before. Where there is no S3 there are no buckets, which is what a request hears.
    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        try Self.check(input, service)
        if let text = input["ZipFile"]?.stringValue {
            if let zip = service.fetchedCode[text] {
                self = .zip(UploadedZip(zip, isFromS3: true))
                return
            }
            guard let zip = Data(base64Encoded: text) else {
                throw .serialization("ZipFile is not base64")
            }
            self = .zip(UploadedZip(Array(zip)))
        } else if input["S3Bucket"]?.nonNull != nil {
            throw .invalidParameter(
                "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does "
                    + "not exist"
            )
        } else if let image = input["ImageUri"]?.stringValue {
            self = .image(image)
        } else {
            self = .none
        }
    }

    /// Refuses what says twice where the code is, or half of it.
    private static func check(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        let given = Set(input.members.filter { !$0.value.isNull }.map(\.key))
        let isInS3 = input["ZipFile"]?.stringValue.map { service.fetchedCode[$0] != nil } ?? false
        if given.contains("ZipFile"), !isInS3,
            !given.isDisjoint(with: ["S3Bucket", "S3Key", "S3ObjectVersion", "ImageUri"])
        {
            throw .invalidParameter("Please do not provide other FunctionCode parameters when providing a ZipFile.")
        }
        if isInS3 || given.contains("S3Bucket"), given.contains("ImageUri") {
            throw .invalidParameter("Please do not provide ImageUri when providing S3Bucket and S3Key.")
        }
        let place: Set = ["S3Bucket", "S3Key"]
        if !isInS3, !given.isDisjoint(with: place.union(["S3ObjectVersion"])), !place.isSubset(of: given) {
            throw .invalidParameter("Please provide both S3Bucket and S3Key.")
        }
    }

    /// The key that a request wants its zip encrypted with.
    static func sourceKey(_ input: JSON.Object?) -> String? {
        input?["SourceKMSKeyArn"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What is asked for and does nothing here, for the user to see.
    static func notes(_ name: String, _ function: FunctionConfiguration) -> [String] {
        guard function.sourceKeyARN != nil else { return [] }
        return ["\(name): SourceKMSKeyArn is kept and shown, and has no effect here"]
    }

    /// Makes this the code of a function; unpacks a zip.
    func apply(to function: inout FunctionConfiguration, _ store: CodeStore) throws(AWSError) {
        switch self {
        case .zip(let zip):
            let code = try store.store(zip)
            function.code = code
            function.codeDirectory = code.directory
            function.imageURI = nil
        case .image(let uri):
            function.imageURI = uri
            function.code = UploadedCode(size: 0, digest: SHA256.hex(Array(uri.utf8)), directory: "")
        case .none: throw .invalidParameter("Please provide a source for function code.")
        }
    }
}
