import JSON
import ServiceKit
import Storage
import Wire

/// An action that lets alarms act or keeps them from it.
protocol AlarmActionsSwitch: AlarmOperation {
    static var isOn: Bool { get }

    var names: [String] { get }
    var region: String? { get }
}

extension AlarmActionsSwitch {
    static var input: Shape { Shape.request(name, [.required("AlarmNames", .alarmNames)]) }
    static var access: OperationAccess { .write(.shared) }

    static func names(in input: JSON.Object) -> [String] {
        (input["AlarmNames"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        let store = AlarmStore(connection, region: region, home: service.context.account)
        for name in names {
            guard var alarm = try store.alarm(name) else { continue }
            alarm.actionsEnabled = Self.isOn
            try store.put(alarm)
        }
        return Reply.nothing
    }
}
