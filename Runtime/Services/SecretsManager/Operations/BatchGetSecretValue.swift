import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Reads the current values of up to twenty secrets, named or found by filters, and tells which could not be read.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
struct BatchGetSecretValue: Operation {
    static let input = Shape.request(
        "BatchGetSecretValue",
        [
            .optional("SecretIdList", .list(.secretID, length: 1...20)),
            .optional("Filters", SecretFilter.shape),
            .optional("MaxResults", .number(java: "Integer", range: 1...20)),
            .optional("NextToken", .string(length: 1...4096)),
        ]
    )
    static let access = OperationAccess.read

    private let ids: [String]?
    private let filters: [SecretFilter]
    private let page: SecretPage

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        ids = input["SecretIdList"]?.arrayValue?.compactMap(\.stringValue)
        let hasFilters = input["Filters"]?.nonNull != nil
        if input["MaxResults"]?.nonNull != nil && !hasFilters {
            throw .invalidParameter(
                "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided."
            )
        }
        guard (ids != nil) != hasFilters else {
            throw .invalidParameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.")
        }
        filters = try SecretFilter.read(input["Filters"])
        page = try SecretPage(input, standard: 20)
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        guard let ids else {
            let found = try store.all().filter { secret in
                secret.deletion == nil && filters.allSatisfy { $0.matches(secret, in: store.region) }
            }
            return page.reply("SecretValues", found) { secret in
                secret.version(at: SecretVersion.current).flatMap { version in
                    secret.value(version, service.context.account).map { .object($0) }
                }
            }
        }
        var (values, errors): ([JSON], [JSON]) = ([], [])
        for id in ids {
            do {
                let secret = try store.usableSecret(id)
                values.append(
                    .object(
                        secret.value(try secret.version(id: nil, stage: nil), service.context.account) ?? JSON.Object()
                    )
                )
            } catch let error as AWSError {
                errors.append(
                    ["SecretId": .string(id), "ErrorCode": .string(error.code), "Message": .string(error.message)]
                )
            }
        }
        return JSON.object(JSON.Object([("SecretValues", .array(values)), ("Errors", .array(errors))])).bytes
    }
}
