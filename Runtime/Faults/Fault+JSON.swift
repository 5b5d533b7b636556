import JSON
import Time

/// Why a text describes no fault.
package struct FaultError: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String

    init(_ description: String) { self.description = description }
}

extension Fault {
    private static let members: Set<String> = [
        "effect", "service", "actions", "rate", "times", "seconds", "milliseconds", "seed",
    ]

    /// `{"effect": "throttle", "service": "dynamodb", "actions": ["UpdateItem"], "rate": 0.5, "seconds": 30}`; `times`
    /// and `seed` besides, and `milliseconds` for `slow` and `late`.
    package init(_ json: JSON) throws(FaultError) {
        guard let object = json.objectValue else { throw FaultError("a fault is a JSON object") }
        for name in object.keys where !Self.members.contains(name) {
            throw FaultError("\(name) is no member of a fault; it has \(Self.members.sorted().joined(separator: ", "))")
        }
        guard let service = json["service"]?.stringValue, !service.isEmpty else {
            throw FaultError("service must be the name of one, as dynamodb, sqs, events, sns or lambda")
        }
        self.init(try Self.effect(json), service: service)
        actions = try Self.actions(json["actions"])
        rate = try Self.number(json["rate"], "rate", 0...1) ?? 1
        guard rate > 0 else { throw FaultError("rate must be above 0: this fault would never happen") }
        times = try Self.number(json["times"], "times", 1...1e9).map { Int($0) }
        duration = try Self.number(json["seconds"], "seconds", 0...1e9).map { .milliseconds(Int($0 * 1_000)) }
        guard duration != .zero else { throw FaultError("seconds must be above 0: this fault would never happen") }
        seed = UInt64(try Self.number(json["seed"], "seed", 0...9e15) ?? 1)
    }

    private static func effect(_ json: JSON) throws(FaultError) -> Effect {
        let milliseconds = try number(json["milliseconds"], "milliseconds", 1...3_600_000)
        let name = json["effect"]?.stringValue
        if milliseconds != nil, name != "slow", name != "late" {
            throw FaultError("milliseconds belongs to slow and late")
        }
        let time = Duration.milliseconds(Int(milliseconds ?? 1_000))
        switch name {
        case "throttle": return .throttle
        case "fail": return .fail
        case "slow": return .slow(time)
        case "lose": return .lose
        case "duplicate": return .duplicate
        case "late": return .late(time)
        default: throw FaultError("effect must be throttle, fail, slow, lose, duplicate or late")
        }
    }

    private static func actions(_ json: JSON?) throws(FaultError) -> Set<String> {
        guard let json = json?.nonNull else { return [] }
        let names = json.arrayValue?.map(\.stringValue) ?? [nil]
        guard !names.contains(nil) else { throw FaultError("actions must be a list of names") }
        return Set(names.compactMap { $0 })
    }

    private static func number(
        _ json: JSON?,
        _ name: String,
        _ range: ClosedRange<Double>
    ) throws(FaultError) -> Double? {
        guard let json = json?.nonNull else { return nil }
        guard let value = json.doubleValue, range.contains(value) else {
            throw FaultError(
                "\(name) must be a number from \(JSON(range.lowerBound).text) to \(JSON(range.upperBound).text)"
            )
        }
        return value
    }
}

extension FaultPlan.Entry {
    /// As `GET /_hearth/faults` lists it; `seconds` is what is left.
    func json(now: Timestamp) -> JSON {
        var members: [(String, JSON)] = [
            ("id", JSON(id)), ("effect", .string(fault.effect.name)), ("service", .string(fault.service)),
            ("rate", JSON(fault.rate)), ("seed", .number(String(fault.seed))), ("injected", JSON(injected)),
        ]
        if !fault.actions.isEmpty { members.append(("actions", .array(fault.actions.sorted().map(JSON.string)))) }
        switch fault.effect {
        case .slow(let time), .late(let time): members.append(("milliseconds", JSON(time.inMilliseconds)))
        case .throttle, .fail, .lose, .duplicate: break
        }
        if let times = fault.times { members.append(("times", JSON(times))) }
        if let end { members.append(("seconds", JSON((end - now).inMilliseconds.rounded() / 1_000))) }
        return .object(JSON.Object(members))
    }
}
