import FoundationEssentials
import Template

/// A template on disk.
struct TemplateFile {
    var path: String
    var reader: TemplateReader
    private var text: String
    private var format: TemplateFormat

    /// `gatewayURL` is where the template's APIs will be served, `endpointURL` where AWS's services will be, `streamARNs` are those of the tables' streams by the
    /// names of the tables, and `cacheEndpoints` are where the caches listen by their logical ids, once they are known.
    init(
        _ path: String,
        _ options: EmulatorOptions,
        gatewayURL: String?,
        endpointURL: String? = nil,
        streamARNs: [String: String] = [:],
        cacheEndpoints: [String: CacheEndpoint] = [:]
    ) throws(CommandError) {
        self.path = path
        var emulator = EmulatorAttributes(account: options.account)
        if let gatewayURL { emulator.gatewayURL = gatewayURL }
        if let endpointURL { emulator.endpointURL = endpointURL }
        emulator.streamARNs = streamARNs
        emulator.cacheEndpoints = cacheEndpoints
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
            secrets: try Self.secrets(options, besideTemplate: path)
        )
    }

    /// The file that was named must be there; the usual one may be missing where nothing refers to it.
    private static func secrets(_ options: EmulatorOptions, besideTemplate path: String) throws(CommandError) -> Secrets
    {
        let folder = path[..<(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)]
        let file = options.secrets ?? "\(folder)secrets.json"
        guard FileManager.default.fileExists(atPath: file) else {
            guard options.secrets == nil else { throw CommandError("there is no secrets file at \(file)") }
            return Secrets(missing: file)
        }
        guard let text = try? String(contentsOf: URL(filePath: file), encoding: .utf8) else {
            throw CommandError("\(file) cannot be read as UTF-8 text; check its permissions and encoding")
        }
        do {
            return try Secrets(parsing: text, file: file)
        } catch {
            throw CommandError(error.description)
        }
    }

    /// The folder that `CodeUri`s are relative to.
    var directory: String {
        let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        return String(absolute[..<(absolute.lastIndex(of: "/") ?? absolute.startIndex)])
    }

    /// What the template says. Tells `console` all that is wrong with it, and throws when that is too much to start.
    func application(console: Console?) throws(CommandError) -> Application {
        let application = reader.application(parsing: text, format: format)
        if let console { tell(application.diagnostics, console) }
        let errors = application.diagnostics.count { $0.severity == .error }
        guard errors == 0 else {
            throw CommandError("\(path) has \(errors) error\(errors == 1 ? "" : "s"); nothing was started")
        }
        return application
    }

    /// Notes that say the same of several places share a line.
    private func tell(_ diagnostics: [Diagnostic], _ console: Console) {
        for diagnostic in diagnostics where diagnostic.severity != .note {
            console.note(diagnostic.description(in: path))
        }
        var told: Set<String> = []
        let notes = diagnostics.filter { $0.severity == .note }
        for note in notes where told.insert(note.message).inserted {
            let others = notes.count { $0.message == note.message } - 1
            console.note(note.description(in: path) + (others > 0 ? " (and \(others) more like it)" : ""))
        }
    }
}
