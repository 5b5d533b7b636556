import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// Gives arbitrary bytes to what reads the bytes of strangers.
///
/// `make fuzz` builds it with libFuzzer, which makes up ever more bytes, guided by what they reach. Built as any other
/// program it tries the files that it is given, which is how to look into one that libFuzzer has found:
///
///     Fuzz http|gateway|reply|template [FILE…]
@main enum Fuzz {
    static func main() throws {
        #if FUZZING
            var count = CommandLine.argc
            var arguments = Optional(CommandLine.unsafeArgv)
            exit(runFuzzer(&count, &arguments, attempt))
        #else
            let arguments = CommandLine.arguments.dropFirst()
            guard let name = arguments.first, let subject = Subject(named: name) else {
                throw Usage()
            }
            for file in arguments.dropFirst() {
                subject.run(Array(try Data(contentsOf: URL(filePath: file))))
                print("\(file): nothing found")
            }
        #endif
    }

    struct Usage: Error, CustomStringConvertible {
        var description: String { "Fuzz http|gateway|reply|template [FILE…]" }
    }
}

#if FUZZING
    /// `HEARTH_FUZZ` says what is tried: libFuzzer has the arguments for itself.
    private let subject = Subject(named: ProcessInfo.processInfo.environment["HEARTH_FUZZ"] ?? "gateway") ?? .gateway

    /// libFuzzer's own `main`, which some linkers take along, wants it by this name.
    @_cdecl("LLVMFuzzerTestOneInput")
    func attempt(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
        subject.run(Array(UnsafeBufferPointer(start: start, count: count)))
        return 0
    }

    /// https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library
    @_silgen_name("LLVMFuzzerRunDriver")
    private func runFuzzer(
        _ count: UnsafeMutablePointer<CInt>,
        _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
        _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
    ) -> CInt
#endif

/// What reads bytes of strangers.
enum Subject: String {
    /// Bytes of a connection.
    case http
    /// A request on its way to a function: routes, events.
    case gateway
    /// What a function answers, whole or streamed.
    case reply
    /// A template, as JSON and as YAML.
    case template

    init?(named name: String) { self.init(rawValue: name) }

    func run(_ bytes: [UInt8]) {
        switch self {
        case .http: Connections.shared.run(bytes)
        case .gateway: Requests.shared.run(bytes)
        case .reply: Replies.shared.run(bytes)
        case .template: Templates.run(bytes)
        }
    }
}

/// What must hold whatever the bytes are.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { fatalError(message()) }
}
