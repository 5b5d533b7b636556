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
        let (ids, next) = try wanted(store)
        var (values, errors): ([JSON], [JSON]) = ([], [])
        for id in ids {
            do {
                values.append(.object(try store.usableSecret(id).currentValue(service.context.account)))
            } catch let error as AWSError {
                errors.append(
                    ["SecretId": .string(id), "ErrorCode": .string(error.code), "Message": .string(error.message)]
                )
            }
        }
        var reply = JSON.Object([("SecretValues", .array(values)), ("Errors", .array(errors))])
        reply["NextToken"] = next
        return JSON.object(reply).bytes
    }

    private func wanted(_ store: SecretStore) throws -> (ids: [String], next: JSON?) {
        if let ids { return (ids, nil) }
        let found = try store.all().filter { secret in
            secret.deletion == nil && filters.allSatisfy { $0.matches(secret, in: store.region) }
        }
        let (page, next) = page.part(of: found)
        return (page.map(\.name), next)
    }
}

extension Secret {
    fileprivate func currentValue(_ account: AWSAccount) throws -> JSON.Object {
        guard let value = value(try version(id: nil, stage: nil), account) else {
            throw AWSError.noSuchValue("staging label: \(SecretVersion.current)")
        }
        return value
    }
}
