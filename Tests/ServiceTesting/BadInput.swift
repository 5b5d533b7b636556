import JSON
import ServiceKit

/// A request that is wrong in one place.
package struct BadInput: Sendable {
    package enum Expectation: Sendable {
        case serializationException
        case refusal
        /// It may be taken or refused.
        case noFailure
    }

    package var body: String
    package var expectation: Expectation

    package init(body: String, expectation: Expectation) {
        self.body = body
        self.expectation = expectation
    }

    /// Everything that can be wrong with a request of this shape, and what is unknown to it. `custom` stands for the
    /// values that only the service knows how to read.
    package static func all(_ request: JSON, _ shape: Shape, custom: [JSON] = []) -> [BadInput] {
        Maker(custom: custom).variants(of: request, shape).map {
            BadInput(body: $0.json.text, expectation: $0.expectation)
        }
    }

    /// What is no request at all.
    package static let malformed = ["", "{", "[]", "7", "null", "\"x\"", "{\"a\":}", "\u{0}", "{} {}"].map {
        BadInput(body: $0, expectation: .serializationException)
    }
}

private struct Maker {
    typealias Expectation = BadInput.Expectation

    let custom: [JSON]

    typealias Variant = (json: JSON, expectation: Expectation)

    func variants(of value: JSON, _ shape: Shape) -> [Variant] {
        switch shape {
        case .structure(let members, _):
            var object = value.objectValue ?? JSON.Object()
            var all: [Variant] = members.flatMap { member in
                place(replacements(of: object[member.name], member), at: member.name, in: object)
            }
            object["Unknown"] = ["Deep": [1]]
            all.append((.object(object), .noFailure))
            return all
        case .list(let element, _):
            let values = value.arrayValue ?? []
            let inside = replacements(of: values.first, Shape.Member.optional("", element)).compactMap { variant in
                variant.json.map { (JSON.array([$0] + values.dropFirst()), variant.expectation) }
            }
            return inside + [
                (.array([]), .noFailure), (.array(Array(repeating: values.first ?? [:], count: 101)), .noFailure),
            ]
        case .map(let element, _, _, _, _):
            let object = value.objectValue ?? JSON.Object()
            let key = object.keys.first ?? "k"
            var all = place(
                replacements(of: object[key], Shape.Member.optional("", element)),
                at: key,
                in: object
            )
            for name in ["", "p", String(repeating: "k", count: 70_000)] {
                var other = object
                other[key] = nil
                other[name] = object[key] ?? .null
                all.append((.object(other), .noFailure))
            }
            return all + [(.object(JSON.Object()), .noFailure)]
        case .custom:
            return custom.map { ($0, .noFailure) }
        case .string, .boolean, .number, .timestamp:
            return []
        }
    }

    private func place(
        _ replacements: [(json: JSON?, expectation: Expectation)],
        at name: String,
        in object: JSON.Object
    ) -> [Variant] {
        replacements.map { replacement in
            var object = object
            object[name] = replacement.json
            return (.object(object), replacement.expectation)
        }
    }

    /// `nil` for a member that is missing.
    private func replacements(
        of value: JSON?,
        _ member: Shape.Member
    ) -> [(json: JSON?, expectation: Expectation)] {
        let absent: Expectation = member.isRequired ? .refusal : .noFailure
        var all: [(json: JSON?, expectation: Expectation)] = [(nil, absent), (JSON.null, absent)]
        let wrong: [JSON] = [[], [[]], [:], 7, .number("1e400"), .number("-1.5"), true, "", "x", "ümlaut\u{0}"]
        for json in wrong + [.string(String(repeating: "x", count: 2_000))] {
            all.append((json, member.shape.admits(json) ? .noFailure : .serializationException))
        }
        return all + variants(of: value ?? .null, member.shape).map { ($0.json, $0.expectation) }
    }
}

extension Shape {
    /// Whether JSON of this kind can be of this shape, as far as the kind tells.
    fileprivate func admits(_ json: JSON) -> Bool {
        switch (self, json) {
        case (.string, .string), (.boolean, .bool), (.number, .number), (.timestamp, .number): true
        case (.list(let element, _), .array(let values)): values.allSatisfy(element.admits)
        case (.structure, .object), (.map, .object): true
        case (.custom, .object): true
        default: false
        }
    }
}
