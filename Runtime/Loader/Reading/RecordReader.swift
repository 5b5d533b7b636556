import JSON

/// One row of a file.
struct Record {
    /// The line it starts at, from 1.
    var line: Int
    /// As it stands in the file, for the report of rejections.
    var bytes: [UInt8]
    var content: Result<Content, RowRejection>

    enum Content {
        /// Values by name; all of a CSV's are strings.
        case fields(JSON.Object)
        case openLibrary(OpenLibraryRow)
    }
}

/// Reads a file row by row, whatever its format, with memory for one row. Empty lines are skipped.
struct RecordReader {
    private let lines: FileLines
    private let version: FileVersion
    let format: RecordFormat
    /// The first line, which told the format, until it has been read as a row.
    private var held: FileLines.Line?
    /// Of a CSV, in small letters; empty for other formats.
    private(set) var columns: [String] = []

    /// `nil` for an empty file. Throws `LoadError`.
    init?(_ file: LoadFile) throws(LoadError) {
        lines = FileLines(file)
        version = file.version
        guard var first = try lines.next() else { return nil }
        format = try RecordFormat(firstLine: first.bytes, path: file.path)
        if first.bytes.starts(with: RecordFormat.byteOrderMark) { first.bytes.removeFirst(3) }
        guard format == .csv else {
            held = first
            return
        }
        do {
            columns = try CSVFields.split(first.bytes).map { $0.lowercased() }
        } catch {
            throw .unknownFormat(file.path, "has \(error.reason) in its header")
        }
    }

    /// A CSV without header would lose its first row and have every other one rejected. Throws `LoadError`.
    func requireColumns(_ names: [String], _ path: String) throws(LoadError) {
        let missing = names.filter { !columns.contains($0) }
        guard format == .csv, !missing.isEmpty else { return }
        throw .missingColumns(path, missing: missing, required: names)
    }

    /// How much of the file has been read, 0 … 1; `nil` for what has no size.
    var fraction: Double? {
        version.size > 0 ? min(1, Double(lines.consumed) / Double(version.size)) : nil
    }

    mutating func next() throws(LoadError) -> Record? {
        while let line = try nextLine() {
            if line.bytes.isEmpty { continue }
            return try record(line)
        }
        return nil
    }

    private mutating func nextLine() throws(LoadError) -> FileLines.Line? {
        if let line = held {
            held = nil
            return line
        }
        return try lines.next()
    }

    private mutating func record(_ line: FileLines.Line) throws(LoadError) -> Record {
        var record = Record(
            line: line.number,
            bytes: line.bytes,
            content: .failure(RowRejection("the line is too long"))
        )
        if line.isTooLong { return record }
        if format == .csv { try complete(&record) }
        do {
            record.content = .success(try content(record.bytes))
        } catch {
            record.content = .failure(error)
        }
        return record
    }

    /// Joins the lines of a record with quoted line feeds. A stray quote takes in no more than the longest line.
    private mutating func complete(_ record: inout Record) throws(LoadError) {
        while CSVFields.isOpen(record.bytes), record.bytes.count < FileLines.longestLine, let more = try lines.next() {
            record.bytes += [UInt8(ascii: "\n")] + more.bytes
        }
    }

    private func content(_ bytes: [UInt8]) throws(RowRejection) -> Record.Content {
        switch format {
        case .jsonLines: .fields(try Self.object(bytes))
        case .openLibrary: .openLibrary(try OpenLibraryRow(bytes))
        case .csv: .fields(try named(CSVFields.split(bytes)))
        }
    }

    static func object(_ bytes: [UInt8]) throws(RowRejection) -> JSON.Object {
        do {
            guard let object = try JSON(parsing: bytes).objectValue else { throw RowRejection("not a JSON object") }
            return object
        } catch is JSONParseError {
            throw RowRejection("not valid JSON")
        } catch {
            throw RowRejection("not a JSON object")
        }
    }

    private func named(_ values: [String]) throws(RowRejection) -> JSON.Object {
        guard values.count == columns.count else {
            throw RowRejection("\(values.count) CSV fields, the header has \(columns.count)")
        }
        return JSON.Object(zip(columns, values).map { ($0, $1.isEmpty ? .null : .string($1)) })
    }
}
