import JSON
import ServiceKit
import Storage
import Wire

/// Puts labels on a version of a parameter, the newest unless said otherwise, and takes them off other versions.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_LabelParameterVersion.html
struct LabelParameterVersion: Operation {
    static let input = Shape.request(
        "LabelParameterVersion",
        [
            .required("Name", .parameterName),
            .optional("ParameterVersion", .version),
            .required("Labels", .list(.string())),
        ]
    )
    static let access = OperationAccess.write(.savepoint)

    private let name: String
    private let version: Int?
    private let labels: Labels
    private let changes = ParameterChanges()

    init(_ input: JSON.Object, _ service: SSM) throws(AWSError) {
        name = input["Name"]?.stringValue ?? ""
        version = input["ParameterVersion"]?.intValue
        labels = try Labels(input["Labels"])
    }

    func perform(_ service: SSM, _ connection: Connection) throws -> [UInt8] {
        let store = ParameterStore(connection)
        guard let parameter = try store.parameter(name) else { throw AWSError.noSuchParameter(name) }
        let wanted = version ?? parameter.version.version
        let versions = try store.versions(of: parameter).map(\.version)
        guard var chosen = versions.first(where: { $0.version == wanted }) else {
            throw AWSError.noSuchVersion(String(wanted), of: name)
        }
        chosen.labels = try labels.added(to: chosen.labels)
        for var other in versions where other.version != wanted && other.labels.contains(where: labels.valid.contains) {
            other.labels.removeAll(where: labels.valid.contains)
            try store.replace(other, of: parameter.number)
        }
        try store.replace(chosen, of: parameter.number)
        changes.set(.label, [parameter])
        return JSON.object(
            JSON.Object([
                ("InvalidLabels", .array(labels.invalid.map { .string($0) })), ("ParameterVersion", JSON(wanted)),
            ])
        ).bytes
    }

    func committed(_ service: SSM) { changes.tell(service.context) }
}
