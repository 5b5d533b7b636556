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

    private static let names = ["HashOwner", "HashApp", "HashFunction"]
    private static let countNames = names + ["Trigger"] + (1...minutes).map { "\($0)" }
    private static let durationNames =
        names + ["Average", "Count", "Minimum", "Maximum"]
        + [0, 1, 25, 50, 75, 99, 100].map { "percentile_Average_\($0)" }

    private var line = 0
    /// Whether the heading has other columns.
    private var isUnreadable = false

    package init() {}

    /// A row's fields; `nil` for a heading, which must have its columns as `names` has, and for an empty line.
    private mutating func fields(
        _ bytes: ArraySlice<UInt8>,
        _ names: [String]
    ) throws(ArrivalTraceParser.TraceError) -> [String]? {
        line += 1
        let fields = CSVLine.fields(bytes)
        let heading = fields.map { $0.lowercased() }
        guard heading.contains("hashfunction") else { return isUnreadable || fields == [""] ? nil : fields }
        isUnreadable = heading != names.map { $0.lowercased() }
        guard isUnreadable else { return nil }
        let shown = names.count > 20 ? "\(names.prefix(6).joined(separator: ",")),…" : names.joined(separator: ",")
        throw bad("expected the columns \(shown), without which no row can be read")
    }

    /// `HashOwner,HashApp,HashFunction,Trigger,1,…,1440`; `nil` for a heading or an empty line.
    package mutating func counts(_ bytes: ArraySlice<UInt8>) throws(ArrivalTraceParser.TraceError) -> Row? {
        guard let fields = try fields(bytes, Self.countNames) else { return nil }
        guard fields.count == Self.minutes + 4 else {
            throw bad("expected 4 names and \(Self.minutes) counts, found \(fields.count) fields")
        }
        var counts: [UInt32] = []
        counts.reserveCapacity(Self.minutes)
        for (index, field) in fields[4...].enumerated() {
            guard let count = UInt32(field) else { throw bad("minute \(index + 1): '\(field)' is no count") }
            counts.append(count)
        }
        return Row(key: Self.key(fields), counts: counts)
    }

    /// `HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum` and the percentiles 0, 1, 25, 50, 75, 99 and 100, in
    /// milliseconds without cold starts.
    package mutating func durations(
        _ bytes: ArraySlice<UInt8>
    ) throws(ArrivalTraceParser.TraceError) -> (key: Key, law: Distribution)? {
        guard let fields = try fields(bytes, Self.durationNames) else { return nil }
        guard fields.count == 14 else { throw bad("expected 14 fields, found \(fields.count)") }
        let values = fields[7...].compactMap(Double.init)
        guard values.count == 7, values.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw bad("a percentile is no duration")
        }
        guard zip(values, values.dropFirst()).allSatisfy({ $0 <= $1 }) else { throw bad("the percentiles fall") }
        let shares = [0, 0.01, 0.25, 0.5, 0.75, 0.99, 1]
        let law = Distribution.quantiles(
            zip(shares, values).map { Distribution.Quantile(share: $0, value: $1 / 1_000) }
        )
        return (Self.key(fields), law)
    }

    private static func key(_ fields: [String]) -> Key {
        Key(owner: fields[0], application: fields[1], function: fields[2])
    }

    private func bad(_ reason: String) -> ArrivalTraceParser.TraceError {
        ArrivalTraceParser.TraceError(problem: TraceProblem(line: line, reason: reason))
    }
}
