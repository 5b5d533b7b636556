import JSON
import LambdaEvents

/// The input of one request, read field by field; what is wrong is collected and told all at once.
///
/// A field that no endpoint asks for is an error as well: a misspelt `min_yaer` must not be ignored. `null` counts as
/// absent.
package struct Form {
    /// Bytes of an id, unless said otherwise.
    package static let idBytes = 64
    /// Characters of a text, unless said otherwise.
    package static let textCharacters = 200

    private var fields: [String: FieldValue]
    private var asked: Set<String> = []
    private var errors: [String: String] = [:]

    package init(fields: [String: FieldValue]) { self.fields = fields }

    /// `nil` for what is no JSON object.
    package init?(json bytes: [UInt8]) {
        guard let json = try? JSON(parsing: bytes), case .object(let fields) = FieldValue(json) else { return nil }
        self.init(fields: fields)
    }

    /// The JSON object in the body. Throws `RequestError.malformed` for anything else.
    package init(body request: EndpointRequest) throws {
        guard let body = request.body, !body.isEmpty else { throw RequestError.malformed("The body is missing") }
        guard let bytes = try? request.decodeBody(), let form = Form(json: Array(bytes)) else {
            throw RequestError.malformed("The body is not a JSON object")
        }
        self = form
        refuseQuery(of: request)
    }

    /// The same where the body may be left out.
    package init(optionalBody request: EndpointRequest) throws {
        if request.body?.isEmpty ?? true {
            self.init(fields: [:])
            refuseQuery(of: request)
        } else {
            try self.init(body: request)
        }
    }

    private mutating func refuseQuery(of request: EndpointRequest) {
        for name in request.queryStringParameters.keys { errors[name] = "belongs in the body" }
    }

    /// The parameters after the question mark; digits count as a number.
    package init(query request: EndpointRequest) {
        self.init(fields: request.queryStringParameters.mapValues { Int($0).map(FieldValue.integer) ?? .string($0) })
    }

    /// Adds the parameter of the path, which always stands where the route has one.
    package mutating func addPath(_ name: String, of request: EndpointRequest) {
        if fields[name] != nil { errors[name] = "belongs in the path only" }
        fields[name] = request.pathParameters[name].map(FieldValue.string)
    }

    /// Throws what was wrong.
    package func finish() throws {
        let errors = allErrors
        guard errors.isEmpty else { throw RequestError.invalid(errors) }
    }

    private var allErrors: [String: String] {
        var errors = errors
        for name in fields.keys where !asked.contains(name) { errors[name] = "is not a field of this request" }
        return errors
    }

    /// The field's value; `nil`, and an error where it is `required`, when it is absent.
    package mutating func value(_ name: String, required: Bool) -> FieldValue? {
        asked.insert(name)
        if let value = fields[name], value != .null { return value }
        if required { errors[name] = "is missing" }
        return nil
    }

    package mutating func fail<Value>(_ name: String, _ reason: String) -> Value? {
        errors[name] = reason
        return nil
    }
}

// MARK: - Kinds of fields

extension Form {
    /// Text that has something in it.
    package mutating func text(_ name: String, required: Bool = false, limit: Int = Form.textCharacters) -> String? {
        guard let value = value(name, required: required) else { return nil }
        guard case .string(let text) = value else { return fail(name, "must be a string") }
        guard !text.allSatisfy(\.isWhitespace) else { return fail(name, "must not be empty") }
        guard text.unicodeScalars.count <= limit else { return fail(name, "must have at most \(limit) characters") }
        return text
    }

    /// An id; empty where it is wrong, which `finish` tells.
    package mutating func id(_ name: String) -> String {
        // A number in a query string or a path is text all the same.
        guard let value = value(name, required: true) else { return "" }
        return checkedID(name, value) ?? ""
    }

    private mutating func checkedID(_ name: String, _ value: FieldValue) -> String? {
        guard case .string(let id) = value else { return fail(name, "must be a string") }
        guard (1...Self.idBytes).contains(id.utf8.count) else {
            return fail(name, "must have 1 to \(Self.idBytes) bytes")
        }
        return id
    }

    package mutating func ids(_ name: String, limit: Int) -> [String] {
        guard let value = value(name, required: true) else { return [] }
        guard case .list(let values) = value else { return fail(name, "must be a list of strings") ?? [] }
        guard (1...limit).contains(values.count) else { return fail(name, "must have 1 to \(limit) entries") ?? [] }
        return values.enumerated().compactMap { checkedID("\(name)[\($0)]", $1) }
    }

    package mutating func integer(_ name: String, _ range: ClosedRange<Int>, required: Bool = false) -> Int? {
        guard let value = value(name, required: required) else { return nil }
        guard case .integer(let number) = value, range.contains(number) else {
            return fail(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    package mutating func number(_ name: String, _ range: ClosedRange<Double>) -> Double? {
        guard let value = value(name, required: false) else { return nil }
        switch value {
        case .integer(let number) where range.contains(Double(number)): return Double(number)
        case .number(let number) where range.contains(number): return number
        default: return fail(name, "must be a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
        }
    }

    /// What `read` makes of the object in a field; what is wrong in there is told by its path, as `content.amount`.
    package mutating func object<Value>(_ name: String, _ read: (inout Form) -> Value?) -> Value? {
        guard let value = value(name, required: true) else { return nil }
        guard case .object(let fields) = value else { return fail(name, "must be an object") }
        var form = Form(fields: fields)
        let result = read(&form)
        for (field, reason) in form.allErrors { errors["\(name).\(field)"] = reason }
        return result
    }

    /// How many results are wanted.
    package mutating func limit(default count: Int, most: Int) -> Int { integer("limit", 1...most) ?? count }

    package mutating func fail(_ name: String, because reason: String) { errors[name] = reason }
}
