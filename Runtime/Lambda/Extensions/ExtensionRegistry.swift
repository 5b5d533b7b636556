import Processes
import Wire

/// The extensions of one execution environment and what they have asked for. Lives on the event loop.
///
/// External extensions are programs in the code's `extensions` folder, each with a process of its own; internal ones run
/// within the runtime's process and register while it initializes
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html).
struct ExtensionRegistry {
    /// How many an environment may have.
    static let limit = 10

    enum Event: String, Hashable { case invoke = "INVOKE", shutdown = "SHUTDOWN" }

    struct Extension {
        let name: String
        let isExternal: Bool
        /// `nil` until it has registered.
        var id: String?
        var events: Set<Event> = []
        /// Its request for the next event, while it waits for one.
        var parked: HTTPResponder?
        /// Of an external one.
        var process: ChildProcess?
        var pipe: LogPipe?
        var hasEnded = false
        var wasToldToEnd = false

        /// Whether an environment that rests need not wait for it.
        var isReady: Bool { parked != nil || hasEnded }
    }

    private(set) var all: [Extension]
    /// Registering ends with the runtime's first request for an event.
    var isClosed = false

    /// Before any has registered.
    init(external names: [String] = []) { all = names.map { Extension(name: $0, isExternal: true) } }

    var isEmpty: Bool { all.isEmpty }
    var externalsHaveRegistered: Bool { all.allSatisfy { !$0.isExternal || $0.id != nil } }
    var areReady: Bool { all.allSatisfy(\.isReady) }
    var hasLiveExternals: Bool { all.contains { $0.isExternal && !$0.hasEnded } }
    var processes: [ChildProcess] { all.compactMap { $0.hasEnded ? nil : $0.process } }

    subscript(index: Int) -> Extension {
        get { all[index] }
        set { all[index] = newValue }
    }

    func index(id: String) -> Int? { all.firstIndex { $0.id == id } }

    /// A program or a part of the runtime registers; `id` will stand for it.
    mutating func register(_ name: String, _ events: [String], id: String) throws(ExtensionRefusal) {
        var wanted: Set<Event> = []
        let index = all.firstIndex { $0.name == name }
        let isExternal = index.map { all[$0].isExternal } ?? false
        for text in events {
            guard let event = Event(rawValue: text) else { throw .invalidEventType(text) }
            if event == .shutdown && !isExternal { throw .shutdownOfInternal }
            wanted.insert(event)
        }
        if let index, all[index].id != nil { throw .alreadyRegistered }
        if isClosed { throw .registrationClosed }
        guard let index else {
            guard all.count < Self.limit else { throw .tooMany }
            all.append(Extension(name: name, isExternal: false, id: id, events: wanted))
            return
        }
        all[index].id = id
        all[index].events = wanted
    }

    /// Takes the waiting requests of those that want this event.
    mutating func takeParked(for event: Event) -> [HTTPResponder] {
        var responders: [HTTPResponder] = []
        for index in all.indices where all[index].events.contains(event) {
            if let parked = all[index].parked { responders.append(parked) }
            all[index].parked = nil
        }
        return responders
    }
}

/// Why the Extensions API refuses a request, in the words of AWS's runtime interface emulator.
enum ExtensionRefusal: Error, Hashable {
    case emptyName
    case registrationClosed
    case alreadyRegistered
    case tooMany
    case invalidEventType(String)
    case shutdownOfInternal
    case missingIdentifier
    case invalidIdentifier
    case unknownIdentifier(String)
    case missingErrorType
    case invalidFormat(String)

    var type: String {
        switch self {
        case .emptyName: "Extension.InvalidExtensionName"
        case .registrationClosed: "Extension.RegistrationClosed"
        case .alreadyRegistered: "Extension.InvalidExtensionState"
        case .tooMany: "Extension.TooManyExtensions"
        case .invalidEventType, .shutdownOfInternal: "Extension.InvalidEventType"
        case .missingIdentifier: "Extension.MissingExtensionIdentifier"
        case .invalidIdentifier: "Extension.InvalidExtensionIdentifier"
        case .unknownIdentifier: "Extension.UnknownExtensionIdentifier"
        case .missingErrorType: "Extension.MissingHeader"
        case .invalidFormat: "InvalidRequestFormat"
        }
    }

    var message: String {
        switch self {
        case .emptyName: "Empty extension name"
        case .registrationClosed: "Extension registration closed already"
        case .alreadyRegistered: "Extension with this name already registered"
        case .tooMany: "Extension limit (\(ExtensionRegistry.limit)) reached"
        case .invalidEventType(let event): "\(event): unknown event type"
        case .shutdownOfInternal: "SHUTDOWN: internal extensions cannot subscribe to it"
        case .missingIdentifier: "Missing Lambda-Extension-Identifier header"
        case .invalidIdentifier: "Invalid Lambda-Extension-Identifier"
        case .unknownIdentifier(let id): "Unknown extension \(id)"
        case .missingErrorType: "Lambda-Extension-Function-Error-Type not found"
        case .invalidFormat(let reason): reason
        }
    }
}
