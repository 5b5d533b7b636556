/// A trace with one row for each arrival: `time[,function[,duration]]` in seconds; or the Azure Functions trace of 2021,
/// whose rows `app,func,end_timestamp,duration` tell when an invocation ended. A heading may name the columns in any order.
package struct ArrivalTraceParser: Sendable {
    package enum Format: String, Sendable, CaseIterable {
        case arrivals
        case azure2021
    }

    /// What shares environments in the Azure traces: each function has its own, as on Lambda, or those of an application
    /// have them together, as there.
    package enum Unit: String, Sendable, CaseIterable {
        case function
        case app
    }

    private let format: Format
    private let unit: Unit
    private var columns: TraceColumns
    /// Whether the heading does not say where the columns are.
    private var isUnreadable = false
    private var line = 0
    private var last = -Double.infinity

    package init(_ format: Format, unit: Unit = .function) {
        (self.format, self.unit) = (format, unit)
        columns = TraceColumns(
            format == .arrivals ? ["time", "function", "duration"] : ["app", "func", "end_timestamp", "duration"]
        )
    }

    /// When a simulation of a trace begins whose first invocation comes at `first`, in seconds: where that is more than a day
    /// on, as it is since 1970, no earlier than it.
    package static func origin(ofFirst first: Double) -> Double { first > 86_400 ? first : 0 }

    /// What a line says; `nil` for a heading or an empty line. A problem leaves the line out.
    package mutating func parse(_ bytes: ArraySlice<UInt8>) -> Result<TraceArrival?, TraceError> {
        line += 1
        let fields = CSVLine.fields(bytes).map { $0.trimmed }
        if fields == [""] || isUnreadable { return .success(nil) }
        let isHeading = line == 1 && !fields.contains { Double($0) != nil }
        if isHeading { return heading(fields) }
        return format == .arrivals ? arrival(fields) : azure(fields)
    }

    package struct TraceError: Error, Sendable {
        package var problem: TraceProblem
    }

    private func bad(_ reason: String) -> Result<TraceArrival?, TraceError> {
        .failure(TraceError(problem: TraceProblem(line: line, reason: reason)))
    }

    private mutating func heading(_ names: [String]) -> Result<TraceArrival?, TraceError> {
        let others = columns.read(heading: names)
        let missing = columns.missing(format == .arrivals ? 0..<1 : 0..<4)
        isUnreadable = !missing.isEmpty
        if isUnreadable {
            return bad("the heading names no \(missing.joined(separator: " and no ")), so that no row can be read")
        }
        guard others.isEmpty else { return bad("nothing is made of the column \(others.joined(separator: ", "))") }
        return .success(nil)
    }

    private mutating func arrival(_ fields: [String]) -> Result<TraceArrival?, TraceError> {
        guard fields.count <= columns.width else {
            return bad("expected \(columns.order), found \(fields.count) fields")
        }
        let text = columns.field(0, of: fields) ?? ""
        guard let time = Double(text), time.isFinite else { return bad("'\(text)' is no time") }
        guard time >= 0 else { return bad("time \(text) is negative") }
        guard time <= Simulation.longestHorizon else { return bad(Self.tooLate(text)) }
        guard time >= last else { return bad("time \(text) is before the one above it, \(last)") }
        let name = columns.field(1, of: fields) ?? ""
        var arrival = TraceArrival(time: time, function: name.isEmpty ? "function" : name)
        if let text = columns.field(2, of: fields), !text.isEmpty {
            guard let duration = Self.duration(text) else { return bad("'\(text)' is no duration") }
            arrival.duration = duration
        }
        last = time
        return .success(arrival)
    }

    /// The start is the end less the duration, so that rows in the order of their ends need sorting.
    private func azure(_ fields: [String]) -> Result<TraceArrival?, TraceError> {
        guard fields.count == columns.width else {
            return bad("expected \(columns.order), found \(fields.count) fields")
        }
        let values = (0..<4).map { columns.field($0, of: fields) ?? "" }
        guard let end = Double(values[2]), end.isFinite else { return bad("'\(values[2])' is no end_timestamp") }
        guard end <= Simulation.longestHorizon else { return bad(Self.tooLate(values[2])) }
        guard let duration = Self.duration(values[3]) else { return bad("'\(values[3])' is no duration") }
        let start = end - duration
        guard start >= 0 else { return bad("it starts at \(start) s, before the trace does") }
        // The name of a function is one of its application's.
        let name = unit == .app ? values[0] : "\(values[0])/\(values[1])"
        return .success(TraceArrival(time: start, function: name, duration: duration))
    }

    private static func tooLate(_ time: String) -> String {
        "time \(time) is more than 285 years: times are in seconds"
    }

    /// In seconds.
    private static func duration(_ text: String) -> Double? {
        guard let value = Double(text), value >= 0, value <= Simulation.longestHorizon else { return nil }
        return value
    }
}

extension String {
    fileprivate var trimmed: String {
        let isBlank = { (byte: UInt8?) in byte == 0x20 || byte == 0x09 }
        guard isBlank(utf8.first) || isBlank(utf8.last) else { return self }
        let start = drop { $0 == " " || $0 == "\t" }
        return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
