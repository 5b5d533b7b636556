import Time

/// One line of a recording: something that happened to the cold-start model, and what it decided.
///
/// A recording is a file of these as JSON, one a line, in the order in which they happened. `start` and `function` come
/// first and tell the limits, the policy and the functions.
package struct RecordedEvent: Codable, Sendable, Hashable {
    package enum Kind: String, Codable, Sendable {
        case start, function, provision, reserve
        case arrival, overdue, answered, release, remove, expire, prepare, ahead, initialized, replace
        case completion
    }

    /// In nanoseconds since 1970.
    package var at: Int64
    package var event: Kind
    /// Counts the functions' versions from 0.
    package var function: Int?
    /// The number of the one that it is about or that was chosen.
    package var environment: UInt64?
    /// Those that were started or ended.
    package var environments: [UInt64]?
    /// Idle ones that made room for it.
    package var evicted: [UInt64]?
    package var decision: RecordedDecision?
    /// How much concurrency was provisioned or reserved; `nil` where the reservation was taken away.
    package var count: Int?
    package var settings: RecordedSettings?
    package var version: RecordedVersion?
    package var invocation: RecordedInvocation?
    package var completion: RecordedCompletion?

    init(_ event: Kind, of function: Int? = nil, at moment: Timestamp) {
        at = moment.nanosecondsSinceEpoch
        self.event = event
        self.function = function
    }

    package var moment: Timestamp { Timestamp(nanosecondsSinceEpoch: at) }
}

/// What the model decided for an arrival, or for an environment that had finished.
package struct RecordedDecision: Codable, Sendable, Hashable {
    package enum Kind: String, Codable, Sendable {
        case cold, warm, wait, waitBriefly, throttle
        case next, idle, retire
    }

    package var kind: Kind
    /// The one that takes the invocation: for `retire`, the one that is started for who waits.
    package var environment: UInt64?
    /// Of a throttle.
    package var reason: String?
}

extension RecordedDecision: CustomStringConvertible {
    /// Such as `warm in environment 17`.
    package var description: String {
        kind.rawValue + (environment.map { " in environment \($0)" } ?? "") + (reason.map { " by \($0)" } ?? "")
    }
}

/// A function version of a recording.
package struct RecordedVersion: Codable, Sendable, Hashable {
    package var name: String
    /// `$LATEST` or a number.
    package var version: String
    /// In MB.
    package var memorySize: Int
    package var reserved: Int?
    package var timeoutSeconds: Double?
    /// The function whose concurrency it shares, where it is not the first version.
    package var of: Int?

    package init(
        name: String,
        version: String,
        memorySize: Int,
        reserved: Int?,
        timeoutSeconds: Double? = nil,
        of: Int? = nil
    ) {
        self.name = name
        self.version = version
        self.memorySize = memorySize
        self.reserved = reserved
        self.timeoutSeconds = timeoutSeconds
        self.of = of
    }
}

/// What was invoked, as far as it takes to invoke it again.
package struct RecordedInvocation: Codable, Sendable, Hashable {
    package var requestID: String
    package var functionName: String
    package var qualifier: String?
    /// `nil` where it is not text.
    package var payload: String?
    package var contentType: String

    package init(
        requestID: String,
        functionName: String,
        qualifier: String?,
        payload: [UInt8],
        contentType: String
    ) {
        self.requestID = requestID
        self.functionName = functionName
        self.qualifier = qualifier
        self.payload = String(validating: payload, as: UTF8.self)
        self.contentType = contentType
    }
}

/// How an invocation ended.
package struct RecordedCompletion: Codable, Sendable, Hashable {
    package var requestID: String
    package var milliseconds: Double
    /// Of a cold start.
    package var initMilliseconds: Double?
    package var billedMilliseconds: Int
    /// `nil` when it answered.
    package var errorType: String?
    package var result: RecordedResult?
    /// What the handler and the initialization have had of the processors; `nil` where that is not known.
    package var processing: RecordedProcessing?
    package var initProcessing: RecordedProcessing?

    package init(
        requestID: String,
        milliseconds: Double,
        initMilliseconds: Double?,
        billedMilliseconds: Int,
        errorType: String?,
        result: RecordedResult?
    ) {
        self.requestID = requestID
        self.milliseconds = milliseconds
        self.initMilliseconds = initMilliseconds
        self.billedMilliseconds = billedMilliseconds
        self.errorType = errorType
        self.result = result
    }
}

/// What a process has had of the machine's processors, and how long it has waited for them.
package struct RecordedProcessing: Codable, Sendable, Hashable {
    package var milliseconds: Double
    package var queuedMilliseconds: Double

    package init(milliseconds: Double, queuedMilliseconds: Double) {
        (self.milliseconds, self.queuedMilliseconds) = (milliseconds, queuedMilliseconds)
    }
}

/// What an invocation answered: the text where it is short, and always enough to tell one from another.
package struct RecordedResult: Codable, Sendable, Hashable {
    /// Longer answers are told by their size and hash alone.
    private static let shown = 2_048

    package var bytes: Int
    package var hash: String
    package var text: String?

    package init(_ payload: [UInt8]) {
        bytes = payload.count
        // FNV-1a, 64 bits.
        let number = payload.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        hash = String(number, radix: 16)
        text = payload.count <= Self.shown ? String(validating: payload, as: UTF8.self) : nil
    }
}
