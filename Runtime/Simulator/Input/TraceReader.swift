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
