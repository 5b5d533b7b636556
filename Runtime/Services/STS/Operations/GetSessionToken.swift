import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Gives credentials that end by themselves.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
struct GetSessionToken: Operation {
    static let input = Shape.structure(
        [
            .optional("DurationSeconds", .number(java: "Integer", range: 900...129_600)),
            .optional("SerialNumber", .string(length: 9...256)),
            .optional("TokenCode", .string(length: 6...6)),
        ],
        java: "GetSessionTokenRequest"
    )
    static let output = Shape.structure(
        [.optional("Credentials", TemporaryCredentials.shape)],
        java: "GetSessionTokenResponse"
    )
    static let access = OperationAccess.read

    private let seconds: Int

    init(_ input: JSON.Object, _ service: STS) throws(AWSError) {
        seconds = input["DurationSeconds"]?.intValue ?? 43_200
    }

    func perform(_ service: STS, _ connection: Connection) throws -> [UInt8] {
        let token = STS.tokenMark + service.context.ids.hex(64)
        let credentials = TemporaryCredentials(token: token, seconds: seconds, service.context)
        return JSON.object(JSON.Object([("Credentials", credentials.json)])).bytes
    }
}
