/// Rows of text in columns that are as wide as they must be; the first row is the heading.
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
            let line = row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                if numbers.contains(column) { return padding + row[column] }
                return column == row.indices.last ? row[column] : row[column] + padding
            }.joined(separator: "  ")
            return number == 0 ? console.styled(line, .bold) : line
        }
    }
}
