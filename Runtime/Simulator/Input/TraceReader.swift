import ColdStart

/// Reads traces line by line, in bounded memory; rows that are no good are told with their line and reason.
package struct TraceProblem: Sendable, Hashable, CustomStringConvertible {
    /// Counted from 1.
    package var line: Int
    package var reason: String

    package var description: String { "line \(line): \(reason)" }
}

/// The fields of a line of comma-separated values; quoted fields may hold commas and doubled quotes.
enum CSVLine {
    static func fields(_ line: ArraySlice<UInt8>) -> [String] {
        line.contains(0x22) ? quotedFields(line) : plainFields(line)
    }

    private static func plainFields(_ line: ArraySlice<UInt8>) -> [String] {
        var fields: [String] = []
        var rest = line.last == 0x0D ? line.dropLast() : line
        while let comma = rest.firstIndex(of: 0x2C) {
            fields.append(String(decoding: rest[..<comma], as: UTF8.self))
            rest = rest[(comma + 1)...]
        }
        fields.append(String(decoding: rest, as: UTF8.self))
        return fields
    }

    private static func quotedFields(_ line: ArraySlice<UInt8>) -> [String] {
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var previous: UInt8 = 0
        for byte in line where byte != 0x0D {
            switch byte {
            case 0x22:
                if !isQuoted && previous == 0x22 { field.append(0x22) }
                isQuoted.toggle()
            case 0x2C where !isQuoted:
                fields.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
            default: field.append(byte)
            }
            previous = byte == 0x22 && previous == 0x22 ? 0 : byte
        }
        return fields + [String(decoding: field, as: UTF8.self)]
    }
}

/// One invocation of a trace.
package struct TraceArrival: Sendable, Hashable {
    /// In seconds; in the traces' own time.
    package var time: Double
    package var function: String
    /// In seconds, where the trace says so.
    package var duration: Double?

    package init(time: Double, function: String, duration: Double? = nil) {
        self.time = time
        self.function = function
        self.duration = duration
    }
}

/// A trace with one row for each arrival: `timestamp[,function[,duration]]` in seconds, with or without a heading; or the
/// Azure Functions trace of 2021, whose rows `app,func,end_timestamp,duration` tell when an invocation ended.
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
    private var line = 0
    private var last = -Double.infinity

    package init(_ format: Format, unit: Unit = .function) { (self.format, self.unit) = (format, unit) }

    /// What a line says; `nil` for a heading or an empty line. A problem leaves the line out.
    package mutating func parse(_ bytes: ArraySlice<UInt8>) -> Result<TraceArrival?, TraceError> {
        line += 1
        let fields = CSVLine.fields(bytes).map { $0.trimmed }
        if fields == [""] { return .success(nil) }
        let isHeading = line == 1 && !fields.contains { Double($0) != nil }
        if isHeading { return .success(nil) }
        return format == .arrivals ? arrival(fields) : azure(fields)
    }

    package struct TraceError: Error, Sendable {
        package var problem: TraceProblem
    }

    private func bad(_ reason: String) -> Result<TraceArrival?, TraceError> {
        .failure(TraceError(problem: TraceProblem(line: line, reason: reason)))
    }

    private mutating func arrival(_ fields: [String]) -> Result<TraceArrival?, TraceError> {
        guard let time = Double(fields[0]), time.isFinite else { return bad("'\(fields[0])' is no time") }
        guard time >= 0 else { return bad("time \(fields[0]) is negative") }
        guard time >= last else { return bad("time \(fields[0]) is before the one above it, \(last)") }
        var arrival = TraceArrival(
            time: time,
            function: fields.count > 1 && !fields[1].isEmpty ? fields[1] : "function"
        )
        if fields.count > 2, !fields[2].isEmpty {
            guard let duration = Double(fields[2]), duration.isFinite, duration >= 0 else {
                return bad("'\(fields[2])' is no duration")
            }
            arrival.duration = duration
        }
        last = time
        return .success(arrival)
    }

    /// The start is the end less the duration, so that rows in the order of their ends need sorting.
    private func azure(_ fields: [String]) -> Result<TraceArrival?, TraceError> {
        guard fields.count == 4 else {
            return bad("expected app,func,end_timestamp,duration, found \(fields.count) fields")
        }
        guard let end = Double(fields[2]), end.isFinite else { return bad("'\(fields[2])' is no end_timestamp") }
        guard let duration = Double(fields[3]), duration.isFinite, duration >= 0 else {
            return bad("'\(fields[3])' is no duration")
        }
        let start = end - duration
        guard start >= 0 else { return bad("it starts at \(start) s, before the trace does") }
        // The name of a function is one of its application's.
        let name = unit == .app ? fields[0] : "\(fields[0])/\(fields[1])"
        return .success(TraceArrival(time: start, function: name, duration: duration))
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
