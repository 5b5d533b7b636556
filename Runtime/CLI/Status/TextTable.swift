/// Rows of text in columns that are as wide as they must be, without blanks at their ends; the first row is the heading.
struct TextTable {
    private var rows: [[String]]
    /// Columns of numbers, which stand to the right.
    private let numbers: Set<Int>

    init(_ heading: [String], numbers: Set<Int>) {
        rows = [heading]
        self.numbers = numbers
    }

    mutating func add(_ row: [String]) { rows.append(row) }

    func lines(_ console: Console) -> [String] {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.enumerated().map { number, row in
            var line = row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return numbers.contains(column) ? padding + row[column] : row[column] + padding
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return number == 0 ? console.styled(line, .bold) : line
        }
    }
}
