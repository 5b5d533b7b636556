extension Book {
    /// The series that the title names the way catalogues do: `The Two Towers (The Lord of the Rings, #2)`.
    package var series: String? {
        guard let open = title.lastIndex(of: "("), let number = title[open...].firstIndex(of: "#") else { return nil }
        let name = title[open..<number].dropFirst().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let trimmed = name.hasSuffix(",") ? String(name.dropLast()) : name
        return trimmed.isEmpty ? nil : trimmed.lowercased()
    }
}
