/// A member's name or an element's index, in a path.
enum JSONKey: CodingKey, Hashable {
    case name(String)
    case index(Int)

    /// What `superEncoder()` and `superDecoder()` call their member.
    static let `super` = JSONKey.name("super")

    init?(stringValue: String) { self = .name(stringValue) }
    init?(intValue: Int) { self = .index(intValue) }

    var stringValue: String {
        switch self {
        case .name(let name): name
        case .index(let index): "Index \(index)"
        }
    }

    var intValue: Int? { if case .index(let index) = self { index } else { nil } }
}
