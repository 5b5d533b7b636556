import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Gives an alarm a state, until it is looked at the next time; its actions follow.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
struct SetAlarmState: AlarmOperation, DeferredOperation {
    static let input = Shape.request(
        name,
        [
            .required("AlarmName", .alarmName), .required("StateValue", .alarmState),
            .required("StateReason", .string(length: 0...1023)),
            .optional("StateReasonData", .string(length: 0...4000)),
        ]
    )

    private let region: String?
    private let name: String
    private let state: AlarmState
    private let now: Timestamp

    init(_ input: JSON.Object, region: String?, _ service: Metrics) throws(AWSError) {
        self.region = region
        name = input["AlarmName"]?.stringValue ?? ""
        now = service.context.time.now
        let data = input["StateReasonData"]?.nonNull?.stringValue
        if let data, (try? JSON(parsing: data)) == nil {
            throw AWSError("InvalidFormatFault", message: "TimeSeries data is not valid JSON.")
        }
        state = AlarmState(
            value: AlarmState.Value(rawValue: input["StateValue"]?.stringValue ?? "") ?? .ok,
            reason: input["StateReason"]?.stringValue ?? "",
            reasonData: data,
            updated: now.nanosecondsSinceEpoch
        )
    }

    func begin(_ service: Metrics, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        service.context.database.write(.savepoint) { connection in
            let store = AlarmStore(connection, region: region, home: service.context.account)
            guard let alarm = try store.alarm(name) else { throw AWSError.noSuchAlarm }
            return try service.change(alarm.name, to: state, store, now)
        } completion: { result in
            if let transitions = try? result.get() { service.act(on: transitions) }
            answer(result.map { _ in Reply.nothing })
        }
    }
}
