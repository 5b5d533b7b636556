import JSON
import ServiceKit
import Storage
import Wire

/// Removes alarms, and no more than one that is composite. Names of none are passed over; what the rule of a composite
/// alarm names has to stay.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
struct DeleteAlarms: AlarmOperation {
    static let input = Shape.request(name, [.required("AlarmNames", .alarmNames)])
    static let access = OperationAccess.write(.savepoint)

    private let region: String?
    private let names: [String]

    init(_ input: JSON.Object, region: String?, _ service: Metrics) throws(AWSError) {
        self.region = region
        names = (input["AlarmNames"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        let store = AlarmStore(connection, region: region, home: service.context.account)
        let alarms = try store.all()
        let composite = alarms.filter { names.contains($0.name) && $0 is CompositeAlarm }
        guard composite.count <= 1 else {
            throw AWSError.validation("No more than one composite alarm can be deleted in a request.")
        }
        let family = AlarmFamily(alarms, store.account)
        for name in names
        where family.parents(of: name).contains(where: { !names.contains($0.name) || $0.name == name }) {
            throw AWSError.validation("Cannot delete \(name) as there are composite alarm(s) depending on it.")
        }
        for name in names { try store.remove(name) }
        return Reply.nothing
    }
}
