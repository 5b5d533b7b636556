import BookCatalog
import LambdaEvents

/// The input of one request, read field by field; what is wrong is collected and told all at once.
///
/// A field that no endpoint asks for is an error as well: a misspelt `min_yaer` must not be ignored. `null` counts as
/// absent.
struct Form {
    private var fields: [String: FieldValue]
    private var asked: Set<String> = []
    private var errors: [String: String] = [:]

    init(fields: [String: FieldValue]) { self.fields = fields }

    /// The JSON object in the body. Throws `BooksError.malformed` for anything else.
    init(body request: APIGatewayV2Request) throws {
        guard let body = request.body, !body.isEmpty else { throw BooksError.malformed("The body is missing") }
        do {
            self.init(fields: try request.decodeBody([String: FieldValue].self))
        } catch {
            throw BooksError.malformed("The body is not a JSON object")
        }
    }

    /// The same where the body may be left out.
    init(optionalBody request: APIGatewayV2Request) throws {
        if request.body?.isEmpty ?? true { self.init(fields: [:]) } else { try self.init(body: request) }
    }

    /// The parameters after the question mark; digits count as a number.
    init(query request: APIGatewayV2Request) {
        self.init(fields: request.queryStringParameters.mapValues { Int($0).map(FieldValue.integer) ?? .string($0) })
    }

    /// Adds the parameter of the path, which always stands where the route has one.
    mutating func addPath(_ name: String, of request: APIGatewayV2Request) {
        if fields[name] != nil { errors[name] = "belongs in the path only" }
        fields[name] = request.pathParameters[name].map(FieldValue.string)
    }

    /// Throws what was wrong.
    func finish() throws {
        var errors = errors
        for name in fields.keys where !asked.contains(name) { errors[name] = "is not a field of this request" }
        guard errors.isEmpty else { throw BooksError.invalid(errors) }
    }

    /// The field's value; `nil`, and an error where it is `required`, when it is absent.
    private mutating func value(_ name: String, required: Bool) -> FieldValue? {
        asked.insert(name)
        if let value = fields[name], value != .null { return value }
        if required { errors[name] = "is missing" }
        return nil
    }

    private mutating func fail<Value>(_ name: String, _ reason: String) -> Value? {
        errors[name] = reason
        return nil
    }
}

// MARK: - Kinds of fields

extension Form {
    /// Text that has something in it.
    mutating func text(_ name: String, required: Bool = false, limit: Int = CatalogLimits.queryCharacters) -> String? {
        guard let value = value(name, required: required) else { return nil }
        guard case .string(let text) = value else { return fail(name, "must be a string") }
        guard !text.allSatisfy(\.isWhitespace) else { return fail(name, "must not be empty") }
        guard text.unicodeScalars.count <= limit else { return fail(name, "must have at most \(limit) characters") }
        return text
    }

    /// An id of a book or of a reader; empty where it is wrong, which `finish` tells.
    mutating func id(_ name: String) -> String {
        // A number in a query string or a path is text all the same.
        guard let value = value(name, required: true) else { return "" }
        return checkedID(name, value) ?? ""
    }

    private mutating func checkedID(_ name: String, _ value: FieldValue) -> String? {
        guard case .string(let id) = value else { return fail(name, "must be a string") }
        guard (1...CatalogLimits.idBytes).contains(id.utf8.count) else {
            return fail(name, "must have 1 to \(CatalogLimits.idBytes) bytes")
        }
        return id
    }

    mutating func ids(_ name: String, limit: Int) -> [String] {
        guard let value = value(name, required: true) else { return [] }
        guard case .list(let values) = value else { return fail(name, "must be a list of strings") ?? [] }
        guard (1...limit).contains(values.count) else { return fail(name, "must have 1 to \(limit) entries") ?? [] }
        return values.enumerated().compactMap { checkedID("\(name)[\($0)]", $1) }
    }

    mutating func integer(_ name: String, _ range: ClosedRange<Int>, required: Bool = false) -> Int? {
        guard let value = value(name, required: required) else { return nil }
        guard case .integer(let number) = value, range.contains(number) else {
            return fail(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    mutating func number(_ name: String, _ range: ClosedRange<Double>) -> Double? {
        guard let value = value(name, required: false) else { return nil }
        switch value {
        case .integer(let number) where range.contains(Double(number)): return Double(number)
        case .number(let number) where range.contains(number): return number
        default: return fail(name, "must be a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
        }
    }

    /// How many results are wanted.
    mutating func limit(default count: Int, most: Int) -> Int { integer("limit", 1...most) ?? count }

    /// Where a page starts.
    mutating func cursor() -> RatingCursor? {
        guard let value = value("cursor", required: false) else { return nil }
        guard case .string(let text) = value, let cursor = RatingCursor(text) else {
            return fail("cursor", "is not a cursor of this list")
        }
        return cursor
    }

    mutating func fail(_ name: String, because reason: String) { errors[name] = reason }
}
