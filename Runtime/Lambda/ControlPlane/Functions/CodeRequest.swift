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
        if let text = input["ZipFile"]?.stringValue {
            if input["S3Bucket"]?.nonNull != nil || input["S3Key"]?.nonNull != nil {
                throw .invalidParameter(
                    "Please do not provide other FunctionCode parameters when providing a ZipFile."
                )
            }
            if let zip = service.fetchedCode[text] {
                self = .zip(UploadedZip(zip, isFromS3: true))
                return
            }
            guard let zip = Data(base64Encoded: text) else {
                throw .serialization("ZipFile is not base64")
            }
            self = .zip(UploadedZip(Array(zip)))
        } else if input["S3Bucket"]?.stringValue != nil || input["S3Key"]?.stringValue != nil {
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
