import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Lists secrets, without their values, from the oldest unless said otherwise.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
struct ListSecrets: Operation {
    static let input = Shape.request(
        "ListSecrets",
        [
            .optional("IncludePlannedDeletion", .boolean),
            .optional("MaxResults", .number(java: "Integer", range: 1...100)),
            .optional("NextToken", .string(length: 1...4096)),
            .optional("Filters", SecretFilter.shape),
            .optional("SortOrder", .string(values: ["asc", "desc"])),
            .optional("SortBy", .string(values: ["created-date", "last-accessed-date", "last-changed-date", "name"])),
        ]
    )
    static let access = OperationAccess.read

    private let includesDeleted: Bool
    private let filters: [SecretFilter]
    private let isDescending: Bool
    private let order: String
    private let page: SecretPage

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        includesDeleted = input["IncludePlannedDeletion"]?.boolValue ?? false
        filters = try SecretFilter.read(input["Filters"])
        isDescending = input.text("SortOrder") == "desc"
        order = input.text("SortBy") ?? "created-date"
        page = try SecretPage(input, standard: 100)
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var secrets = try store.all().filter { secret in
            (includesDeleted || secret.deletion == nil)
                && filters.allSatisfy { $0.matches(secret, in: store.region) }
        }
        switch order {
        case "name": secrets.sort { $0.name < $1.name }
        case "last-changed-date": secrets.sort { $0.changed < $1.changed }
        default: break
        }
        if isDescending { secrets.reverse() }
        return page.reply("SecretList", secrets) {
            .object($0.details(service.context.account, versions: "SecretVersionsToStages"))
        }
    }
}
