import BookCatalog
import JSON

/// The fields of a provider's row, with a rejection that names the field where one is wrong. `null` counts as absent,
/// and so does text of blanks.
struct RowFields {
    private let fields: JSON.Object

    init(_ fields: JSON.Object) { self.fields = fields }

    func text(_ name: String, limit: Int) throws(RowRejection) -> String? {
        guard let value = fields[name]?.nonNull else { return nil }
        guard let text = value.stringValue else { throw RowRejection("\(name) is not a string") }
        return try trimmed(text, name, limit)
    }

    func texts(_ name: String, most: Int) throws(RowRejection) -> [String] {
        guard let value = fields[name]?.nonNull else { return [] }
        guard let list = value.arrayValue else { throw RowRejection("\(name) is not a list") }
        guard list.count <= most else { throw RowRejection("\(name) has more than \(most) entries") }
        var texts: [String] = []
        for element in list {
            guard let text = element.stringValue else { throw RowRejection("\(name) is not a list of strings") }
            if let text = try trimmed(text, name, CatalogLimits.authorCharacters) { texts.append(text) }
        }
        return texts
    }

    func integer(_ name: String, _ range: ClosedRange<Int>) throws(RowRejection) -> Int? {
        guard let value = fields[name]?.nonNull else { return nil }
        guard let number = value.intValue, range.contains(number) else {
            throw RowRejection("\(name) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func number(_ name: String, _ range: ClosedRange<Double>) throws(RowRejection) -> Double? {
        guard let value = fields[name]?.nonNull else { return nil }
        guard let number = value.doubleValue, range.contains(number) else {
            throw RowRejection("\(name) is not a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
        }
        return number
    }

    /// With single blanks inside and none at the ends.
    private func trimmed(_ text: String, _ name: String, _ limit: Int) throws(RowRejection) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard words.unicodeScalars.count <= limit else {
            throw RowRejection("\(name) has more than \(limit) characters")
        }
        return words.isEmpty ? nil : words
    }
}
