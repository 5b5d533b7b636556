/// The text of `Fn::Sub`, taken apart: `arn:${AWS::Partition}:${Table.Arn}`, where `${!x}` is the text `${x}`.
struct SubTemplate {
    enum Part: Equatable {
        case text(String)
        /// What stands between `${` and `}`: `Name`, `Resource.Attribute` or `AWS::Region`.
        case variable(String)
    }

    var parts: [Part] = []

    /// `nil` where a `${` has no end.
    init?(_ text: String) {
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            append(rest[..<start.lowerBound])
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else { return nil }
            let name = rest[start.upperBound..<end]
            if name.hasPrefix("!") {
                append("${\(name.dropFirst())}")
            } else {
                parts.append(.variable(String(name.trimmingBlanks)))
            }
            rest = rest[rest.index(after: end)...]
        }
        append(rest)
    }

    private mutating func append(_ text: some StringProtocol) {
        guard !text.isEmpty else { return }
        if case .text(let before)? = parts.last {
            parts[parts.count - 1] = .text(before + text)
        } else {
            parts.append(.text(String(text)))
        }
    }

    var variables: [String] { parts.compactMap { if case .variable(let name) = $0 { name } else { nil } } }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring {
        let head = drop { $0 == " " }
        return head.lastIndex { $0 != " " }.map { head[...$0] } ?? ""
    }
}
