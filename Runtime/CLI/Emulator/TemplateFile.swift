import FoundationEssentials
import Template

/// A template on disk.
struct TemplateFile {
    var path: String
    var reader: TemplateReader
    private var text: String
    private var format: TemplateFormat

    /// `gatewayURL` is where the template's APIs will be served, `endpointURL` where AWS's services will be. The others
    /// tell, once that is known, the ARNs of tables' streams by the names of the tables, where caches listen by their
    /// logical ids, and where function URLs answer by the names of the functions.
    init(
        _ path: String,
        _ options: TemplateOptions,
        gatewayURL: String? = nil,
        endpointURL: String? = nil,
        streamARNs: [String: String] = [:],
        cacheEndpoints: [String: CacheEndpoint] = [:],
        functionURLs: [String: String] = [:]
    ) throws(CommandError) {
        self.path = path
        var emulator = EmulatorAttributes(account: options.account)
        if let gatewayURL { emulator.gatewayURL = gatewayURL }
        if let endpointURL { emulator.endpointURL = endpointURL }
        emulator.streamARNs = streamARNs
        emulator.cacheEndpoints = cacheEndpoints
        emulator.functionURLs = functionURLs
        guard let format = TemplateFormat(fileName: path) else {
            throw CommandError("\(path) is neither .json nor .yaml nor .yml")
        }
        do {
            text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        } catch {
            throw CommandError("\(path) cannot be read as UTF-8 text; check its permissions and encoding")
        }
        self.format = format
        reader = TemplateReader(
            emulator: emulator,
            parameterOverrides: options.parameterOverrides,
            secrets: try options.values(
                besideTemplateIn: path[..<(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)]
            )
        )
    }

    /// The folder that `CodeUri`s are relative to.
    var directory: String {
        let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        return String(absolute[..<(absolute.lastIndex(of: "/") ?? absolute.startIndex)])
    }

    /// What the template says, with all that is wrong with it.
    func application() -> Application { reader.application(parsing: text, format: format) }

    /// Where in the file a path stands, or the nearest thing that contains it.
    func position(of path: JSONPath) -> SourcePosition? { TemplateReader.position(of: path, in: text, format: format) }

    /// What the template says. Tells `console` all that is wrong with it, and throws when that is too much to start.
    func application(console: Console?) throws(CommandError) -> Application {
        let application = application()
        if let console { tell(application.diagnostics, console) }
        let errors = application.diagnostics.count { $0.severity == .error }
        guard errors == 0 else { throw Self.unfit(path, errors) }
        return application
    }

    /// That a template has too many errors, which have been told.
    static func unfit(_ path: String, _ errors: Int) -> CommandError {
        CommandError("\(path) has \(errors) error\(errors == 1 ? "" : "s"); nothing was started")
    }

    private func tell(_ diagnostics: [Diagnostic], _ console: Console) {
        for line in diagnostics.lines(in: path) { console.note(line) }
    }
}

extension [Diagnostic] {
    /// As compilers write them, notes last. Notes that say the same of several places share a line.
    func lines(in file: String) -> [String] {
        let notes = filter { $0.severity == .note }
        var told: Set<String> = []
        let noteLines = notes.filter { told.insert($0.message).inserted }.map { note in
            let others = notes.count { $0.message == note.message } - 1
            return note.description(in: file) + (others > 0 ? " (and \(others) more like it)" : "")
        }
        return filter { $0.severity != .note }.map { $0.description(in: file) } + noteLines
    }
}
