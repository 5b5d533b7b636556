import JSON

/// An error in the shape that Lambda passes on to the caller.
struct ErrorReport: Error, Hashable {
    /// Such as `Runtime.UnmarshalError` or `BookError`.
    var type: String
    var message: String
    /// From the throw outwards.
    var stackTrace: [String] = []

    init(type: String, message: String) {
        self.type = type
        self.message = message
    }

    init(_ error: any Error) {
        if let report = error as? ErrorReport {
            self = report
            return
        }
        type = "\(Swift.type(of: error))"
        message = "\(error)"
        stackTrace = ThrowTrace.of(error)
    }

    /// `Runtime.` or `Function.` and a word of letters: Lambda takes no other.
    var headerType: String {
        if type.hasPrefix("Runtime.") || type.hasPrefix("Function.") { return type }
        let letters = type.filter { $0.isASCII && $0.isLetter }
        guard let first = letters.first else { return "Function.Unknown" }
        return letters.count < 2 ? "Function.Unknown" : "Function.\(first.uppercased())\(letters.dropFirst())"
    }

    var body: [UInt8] {
        let report: JSON = [
            "errorMessage": .string(message), "errorType": .string(type),
            "stackTrace": .array(stackTrace.map { .string($0) }),
        ]
        return report.bytes
    }

    var headers: [(name: String, value: String)] {
        [("Content-Type", "application/json"), ("Lambda-Runtime-Function-Error-Type", headerType)]
    }
}

extension ErrorReport {
    /// The event is not what the handler takes.
    init(undecodable error: DecodingError) {
        type = "Runtime.UnmarshalError"
        message = "The event does not fit the handler: \(error.readable)"
    }

    /// The handler's output cannot be JSON.
    init(unencodable error: EncodingError) {
        type = "Runtime.MarshalError"
        message = "The output cannot be encoded: \(error.readable)"
    }
}

extension DecodingError {
    /// Where and why, in one sentence.
    var readable: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.readable + context.debugDescription
        case .keyNotFound(let key, let context):
            (context.codingPath + [key]).readable + "the member is missing"
        @unknown default: "\(self)"
        }
    }
}

extension EncodingError {
    var readable: String {
        switch self {
        case .invalidValue(_, let context): context.codingPath.readable + context.debugDescription
        @unknown default: "\(self)"
        }
    }
}

extension [any CodingKey] {
    /// `requestContext.items[2]: `, or nothing for the value itself.
    fileprivate var readable: String {
        guard !isEmpty else { return "" }
        let path = reduce(into: "") { path, key in
            if let index = key.intValue { path += "[\(index)]" } else { path += ".\(key.stringValue)" }
        }
        return "\(path.hasPrefix(".") ? String(path.dropFirst()) : path): "
    }
}
