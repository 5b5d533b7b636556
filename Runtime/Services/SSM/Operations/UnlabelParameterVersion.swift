import JSON
import ServiceKit
import Storage
import Wire

/// Takes labels off a version of a parameter, and tells which were not on it.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UnlabelParameterVersion.html
struct UnlabelParameterVersion: Operation {
    static let input = Shape.request(
        "UnlabelParameterVersion",
        [
            .required("Name", .parameterName),
            .required("ParameterVersion", .version),
            .required("Labels", .list(.string(length: 1...100), length: 1...10)),
        ]
    )
    static let access = OperationAccess.write(.savepoint)

    private let name: String
    private let version: Int
    private let labels: [String]

    init(_ input: JSON.Object, _ service: SSM) throws(AWSError) {
        name = input["Name"]?.stringValue ?? ""
        version = input["ParameterVersion"]?.intValue ?? 0
        labels = (input["Labels"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func perform(_ service: SSM, _ connection: Connection) throws -> [UInt8] {
        let store = ParameterStore(connection)
        guard let parameter = try store.parameter(name) else { throw AWSError.noSuchParameter(name) }
        guard var chosen = try store.versions(of: parameter).map(\.version).first(where: { $0.version == version })
        else { throw AWSError.noSuchVersion(String(version), of: name) }
        let removed = labels.filter(chosen.labels.contains)
        chosen.labels.removeAll(where: removed.contains)
        try store.replace(chosen, of: parameter.number)
        let invalid = labels.filter { !removed.contains($0) }
        return JSON.object(
            JSON.Object([
                ("RemovedLabels", .array(removed.map { .string($0) })),
                ("InvalidLabels", .array(invalid.map { .string($0) })),
            ])
        ).bytes
    }
}
