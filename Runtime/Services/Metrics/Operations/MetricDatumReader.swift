import JSON
import Time
import Wire

/// Reads one element of `MetricData`.
struct MetricDatumReader {
    private let datum: JSON
    private let name: String
    private let now: Timestamp

    /// `name` is what errors call it.
    init(_ datum: JSON, name: String, _ now: Timestamp) {
        self.datum = datum
        self.name = name
        self.now = now
    }

    func point(_ namespace: String) throws(AWSError) -> MetricPoint {
        let start = try start()
        let resolution = datum["StorageResolution"]?.nonNull?.intValue ?? 60
        guard [1, 60].contains(resolution) else {
            throw .invalidValue("The parameter \(name).StorageResolution must be a value in the set [ 1, 60 ].")
        }
        return MetricPoint(
            metric: Metric(datum, namespace: namespace),
            unit: datum["Unit"]?.nonNull?.stringValue ?? "None",
            start: resolution == 1 ? start : start - start % 60,
            statistics: try statistics()
        )
    }

    /// Of when measurements may be. Seconds since 1970.
    static func window(around now: Int64) -> ClosedRange<Int64> { now - 14 * 86_400...now + 7_200 }

    private func start() throws(AWSError) -> Int64 {
        let present = now.wholeSeconds
        guard let timestamp = datum["Timestamp"]?.nonNull else { return present }
        guard let seconds = Moment.seconds(timestamp), Self.window(around: present).contains(seconds) else {
            throw .invalidValue(
                "The parameter \(name).Timestamp must specify a time within the past two weeks or the next two hours."
            )
        }
        return seconds
    }

    /// AWS lets `StatisticValues` stand beside `Values`, and then they count.
    private func statistics() throws(AWSError) -> StatisticSet {
        let (value, values) = (datum["Value"]?.nonNull, datum["Values"]?.nonNull)
        let summed = datum["StatisticValues"]?.nonNull
        if value != nil && values != nil { throw .invalidCombination(exclusive("Value", "Values")) }
        if value != nil && summed != nil { throw .invalidCombination(exclusive("Value", "StatisticValues")) }
        if let value { return try StatisticSet(number(value, "\(name).Value")) }
        if let summed { return try set(summed) }
        if let values = values?.arrayValue { return try set(values) }
        throw .invalidCombination(
            "At least one of the parameters \(name).Value, \(name).Values or \(name).StatisticValues must be specified."
        )
    }

    private func exclusive(_ one: String, _ other: String) -> String {
        "The parameters \(name).\(one) and \(name).\(other) are mutually exclusive and you have specified both."
    }

    private func set(_ values: [JSON]) throws(AWSError) -> StatisticSet {
        let counts = datum["Counts"]?.nonNull?.arrayValue
        guard counts == nil || counts?.count == values.count else {
            throw .invalidValue("The parameters \(name).Values and \(name).Counts must be of the same size.")
        }
        guard (1...150).contains(values.count) else {
            throw .invalidValue("The collection \(name).Values must have a size of 1 to 150.")
        }
        var set = StatisticSet()
        for (index, value) in values.enumerated() {
            let times = counts == nil ? 1 : try number(counts?[index] ?? 1, "\(name).Counts.member.\(index + 1)")
            set.add(try number(value, "\(name).Values.member.\(index + 1)"), times: max(0, times))
        }
        return set
    }

    private func set(_ summed: JSON) throws(AWSError) -> StatisticSet {
        let minimum = try number(summed["Minimum"] ?? 0, "\(name).StatisticValues.Minimum")
        let maximum = try number(summed["Maximum"] ?? 0, "\(name).StatisticValues.Maximum")
        guard minimum <= maximum else {
            throw .invalidValue(
                "The parameter \(name).StatisticValues.Maximum must be greater than \(name).StatisticValues.Minimum."
            )
        }
        return StatisticSet(
            count: max(0, try number(summed["SampleCount"] ?? 0, "\(name).StatisticValues.SampleCount")),
            sum: try number(summed["Sum"] ?? 0, "\(name).StatisticValues.Sum"),
            minimum: minimum,
            maximum: maximum
        )
    }

    /// AWS takes what is at most 2 to the power of 360.
    private func number(_ json: JSON, _ name: String) throws(AWSError) -> Double {
        guard let value = json.doubleValue, value.isFinite, abs(value) <= 0x1p360 else {
            throw .invalidValue("The value \(Self.text(json)) for parameter \(name) is invalid.")
        }
        return value
    }

    private static func text(_ json: JSON) -> String {
        guard let value = json.doubleValue, !value.isFinite else { return json.numberText ?? json.stringValue ?? "" }
        return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
    }
}
