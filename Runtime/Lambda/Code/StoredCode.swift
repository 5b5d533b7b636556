import JSON
import ServiceKit
import Synchronization
import Wire

/// Reads an object of S3 and calls `completion` with it, on any thread.
package typealias CodeObjectReader =
    @Sendable (
        _ bucket: String, _ key: String, _ version: String?,
        _ completion: @escaping @Sendable (Result<[UInt8], AWSError>) -> Void
    ) -> Void

/// Zips that have been fetched from S3 for requests that are being answered: in a request stands the name of its zip in
/// place of the zip itself, which may be five times as large as what a request can bring.
final class FetchedCode: Sendable {
    private let zips = Mutex<[String: [UInt8]]>([:])

    /// `name` is no base64 and not to be guessed.
    func keep(_ zip: [UInt8], as name: String) { zips.withLock { $0[name] = zip } }
    func forget(_ name: String) { zips.withLock { $0[name] = nil } }
    subscript(_ name: String) -> [UInt8]? { zips.withLock { $0[name] } }
}

/// A request whose code lies in S3: it is fetched first, and the request goes on as if it had brought the zip.
struct StoredCode: Sendable {
    /// The member that holds the code, by action; `nil` for the request itself.
    private static let members: [String: String?] = [
        "CreateFunction": "Code", "UpdateFunctionCode": nil as String?, "PublishLayerVersion": "Content",
    ]
    private static let names = ["S3Bucket", "S3Key", "S3ObjectVersion"]

    let bucket: String
    let key: String
    let version: String?
    private let request: HTTPRequest
    private let input: JSON.Object
    private let member: String?

    /// `nil` for a request that names no object.
    init?(_ request: HTTPRequest, action: String?) {
        guard let action, let member = Self.members[action],
            String(decoding: request.body, as: UTF8.self).contains("S3Bucket"),
            let input = (try? JSON(parsing: request.body))?.objectValue
        else { return nil }
        let code = member.map { input[$0] ?? .null } ?? .object(input)
        guard let bucket = code["S3Bucket"]?.stringValue, let key = code["S3Key"]?.stringValue,
            code["ZipFile"]?.nonNull == nil
        else { return nil }
        self.bucket = bucket
        self.key = key
        version = code["S3ObjectVersion"]?.stringValue
        self.request = request
        self.input = input
        self.member = member
    }

    /// The request with the name of the zip in it.
    func request(withZip name: String) -> HTTPRequest {
        var input = input
        var code = member.map { input[$0]?.objectValue ?? JSON.Object() } ?? input
        for name in Self.names { code[name] = nil }
        code["ZipFile"] = .string(name)
        if let member { input[member] = .object(code) } else { input = code }
        var request = request
        request.body = JSON.object(input).bytes
        return request
    }

    /// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
    static func error(_ cause: AWSError) -> AWSError {
        .invalidParameter(
            "Error occurred while GetObject. S3 Error Code: \(cause.code). S3 Error Message: \(cause.message)"
        )
    }
}

extension LambdaAPI {
    /// Answers a request whose code lies in S3. Returns false, without an answer, for any other request.
    func handleStoredCode(_ request: HTTPRequest, _ action: String?, respond: @escaping HTTPResponder) -> Bool {
        guard let codeObject, let stored = StoredCode(request, action: action) else { return false }
        codeObject(stored.bucket, stored.key, stored.version) { [self] result in
            switch result {
            case .success(let zip):
                let name = "fetched:\(UInt64.random(in: 0...UInt64.max)):\(UInt64.random(in: 0...UInt64.max))"
                fetchedCode.keep(zip, as: name)
                handle(stored.request(withZip: name)) { [fetchedCode] response in
                    fetchedCode.forget(name)
                    respond(response)
                }
            case .failure(let error):
                if error.status == 404 {
                    lambda.note(
                        "s3://\(stored.bucket)/\(stored.key) is not in the local S3 (\(error.code)): put it there with "
                            + "`aws s3 cp FILE s3://\(stored.bucket)/\(stored.key)` and this endpoint, or give the code "
                            + "as ZipFile"
                    )
                }
                respond(answer(StoredCode.error(error)))
            }
        }
        return true
    }
}
