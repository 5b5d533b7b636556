import ColdStart

/// Reads the Azure Functions trace of 2019
/// (https://github.com/Azure/AzurePublicDataset/blob/master/AzureFunctionsDataset2019.md): a row for each function with
/// the number of its invocations in each minute of a day, and a file of the percentiles of its durations.
package struct AzureDayParser: Sendable {
    /// A function of the trace by its owner, application and own hash.
    package struct Key: Sendable, Hashable {
        package var owner: String
        package var application: String
        package var function: String
    }

    package struct Row: Sendable {
        package var key: Key
        /// Invocations in each minute.
        package var counts: [UInt32]
    }

    package static let minutes = 1_440

    private var line = 0

    package init() {}

    /// `HashOwner,HashApp,HashFunction,Trigger,1,…,1440`; `nil` for a heading or an empty line.
    package mutating func counts(_ bytes: ArraySlice<UInt8>) -> Result<Row?, ArrivalTraceParser.TraceError> {
        line += 1
        let fields = CSVLine.fields(bytes)
        if fields == [""] || fields[0] == "HashOwner" { return .success(nil) }
        guard fields.count == Self.minutes + 4 else {
            return bad("expected 4 names and \(Self.minutes) counts, found \(fields.count) fields")
        }
        var counts: [UInt32] = []
        counts.reserveCapacity(Self.minutes)
        for (index, field) in fields[4...].enumerated() {
            guard let count = UInt32(field) else { return bad("minute \(index + 1): '\(field)' is no count") }
            counts.append(count)
        }
        return .success(Row(key: Self.key(fields), counts: counts))
    }

    /// `HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum` and the percentiles 0, 1, 25, 50, 75, 99 and 100, in
    /// milliseconds without cold starts.
    package mutating func durations(
        _ bytes: ArraySlice<UInt8>
    ) -> Result<(key: Key, law: Distribution)?, ArrivalTraceParser.TraceError> {
        line += 1
        let fields = CSVLine.fields(bytes)
        if fields == [""] || fields[0] == "HashOwner" { return .success(nil) }
        guard fields.count == 14 else { return bad("expected 14 fields, found \(fields.count)") }
        let values = fields[7...].compactMap(Double.init)
        guard values.count == 7, values.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            return bad("a percentile is no duration")
        }
        guard zip(values, values.dropFirst()).allSatisfy({ $0 <= $1 }) else { return bad("the percentiles fall") }
        let shares = [0, 0.01, 0.25, 0.5, 0.75, 0.99, 1]
        let law = Distribution.quantiles(
            zip(shares, values).map { Distribution.Quantile(share: $0, value: $1 / 1_000) }
        )
        return .success((Self.key(fields), law))
    }

    private static func key(_ fields: [String]) -> Key {
        Key(owner: fields[0], application: fields[1], function: fields[2])
    }

    private func bad<Value>(_ reason: String) -> Result<Value, ArrivalTraceParser.TraceError> {
        .failure(ArrivalTraceParser.TraceError(problem: TraceProblem(line: line, reason: reason)))
    }
}
