import AWSClient
import BookAccounts
import BookCatalog
import BookTables
import Endpoints
import FoundationEssentials
import JSON
import LambdaEvents
import LambdaRuntime

/// All of a reader's ratings, newest first, one JSON object a line, sent while they are read.
///
/// Behind a function URL, which knows no authorizer: the reader's token is checked here.
struct ExportHandler: StreamingLambdaHandler {
    let accounts: AccountService
    let ratings: any RatingStore
    /// The API whose tokens are taken.
    let issuer: String

    func handle(
        _ event: [UInt8],
        responseWriter: some LambdaResponseStreamWriter,
        context: LambdaContext
    ) async throws {
        try await export(event, to: responseWriter)
    }

    func export(_ event: [UInt8], to responseWriter: some LambdaResponseStreamWriter) async throws {
        let request = try JSONCoder.decode(APIGatewayV2Request.self, from: event)
        guard let reader = try await reader(request.headers["authorization"]) else {
            return try await refuse(responseWriter)
        }
        try await responseWriter.writeStatusAndHeaders(
            .init(statusCode: 200, headers: ["content-type": "application/x-ndjson"])
        )
        var position: RatingPosition?
        repeat {
            let page = try await ratings.ratings(byUser: reader, limit: CatalogLimits.page, after: position)
            var lines: [UInt8] = []
            for rating in page.ratings { lines += try JSONCoder.encode(RatingAnswer(rating)) + [UInt8(ascii: "\n")] }
            if !lines.isEmpty { try await responseWriter.write(lines) }
            position = page.next
        } while position != nil
        try await responseWriter.finish()
    }

    /// Whom the bearer token names.
    private func reader(_ header: String?) async throws -> String? {
        guard let header, header.hasPrefix("Bearer ") else { return nil }
        let text = String(header.dropFirst("Bearer ".count))
        let key = try await accounts.signingKey()
        return AccessToken(text, key: key, issuer: issuer, now: accounts.now() / 1_000)?.sub
    }

    private func refuse(_ writer: some LambdaResponseStreamWriter) async throws {
        let headers = ["content-type": "application/json", "www-authenticate": "Bearer"]
        try await writer.writeStatusAndHeaders(.init(statusCode: 401, headers: headers))
        try await writer.writeAndFinish(
            Array(#"{"message":"A reader's token is needed: POST /login issues one"}"#.utf8)
        )
    }
}

extension ExportHandler {
    /// Throws `AWSConfigurationError`.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        accounts = try AccountService(environment: environment)
        ratings = DynamoDBRatings(try DynamoDB(), tables: TableNames(environment: environment))
        issuer = accounts.issuer(apiID: environment["ACCOUNTS_API"] ?? "")
    }
}
