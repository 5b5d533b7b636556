import ArgumentParser
import FoundationEssentials
import Projects
import Template
import Time
import Wire

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes a project: a function with a route, an event, tests and a Makefile.",
        discussion: """
            It runs, tests and packages at once. Swift projects take Hearth's libraries
            from the repository that this program was built in, as long as it is there,
            or from where --hearth-path or --hearth-url say.

            EXAMPLES
              hearth init greeter
              hearth init greeter --language python --path services/greeter
              hearth init greeter --hearth-path ~/hearth
            """
    )

    @Argument(help: "Letters, digits and hyphens. The function is called so, too.")
    var name: String

    @Option(name: [.short, .long], help: "swift, c++ (or cpp), python or nodejs.")
    var language: Project.Language = .swift

    @Option(help: ArgumentHelp("The folder to make; NAME, unless said otherwise.", valueName: "dir"))
    var path: String?

    @Option(help: ArgumentHelp("For Swift: the folder of Hearth's repository.", valueName: "dir"))
    var hearthPath: String?

    @Option(help: ArgumentHelp("For Swift: the address of Hearth's repository.", valueName: "url"))
    var hearthURL: String?

    func validate() throws {
        guard ProjectName(name) != nil else {
            throw ValidationError(
                "'\(name)' does not do as a name: 2 to 48 letters, digits and hyphens, a letter first."
            )
        }
        if language != .swift, hearthPath ?? hearthURL != nil {
            throw ValidationError("--hearth-path and --hearth-url are for Swift projects alone.")
        }
        if let hearthURL, !Self.isAddress(hearthURL) {
            throw ValidationError(
                "--hearth-url must be the address of a git repository, such as https://example.com/hearth.git, "
                    + "git@example.com:hearth.git or file:///home/me/hearth, not '\(hearthURL)'."
            )
        }
        if hearthPath != nil, hearthURL != nil {
            throw ValidationError("Give either --hearth-path or --hearth-url.")
        }
    }

    func run() throws {
        let console = Console()
        do throws(CommandError) {
            guard let projectName = ProjectName(name) else { throw CommandError("\(name) is no name") }
            let folder = path ?? name
            let version = language == .nodejs ? Self.nodeVersion : Self.pythonVersion
            let project = Project(
                projectName,
                language,
                hearth: try hearth(),
                architecture: .current,
                interpreterVersion: version
            )
            try ProjectFolder(path: folder).make(project)
            warnOfDeprecation(version, console)
            console.print("Made \(folder). Next:\n\n  cd \(folder)")
            for command in project.commands { console.print("  \(command)") }
        } catch {
            console.error(error.description)
            throw ExitCode.failure
        }
    }

    private func hearth() throws(CommandError) -> Project.Hearth {
        if let hearthURL { return .url(hearthURL) }
        guard language == .swift else { return .path("") }
        if let hearthPath {
            let path = URL(filePath: hearthPath).standardizedFileURL.path.trimmingSuffix("/")
            guard Self.isRepository(path) else {
                throw CommandError("--hearth-path: \(path) is not the folder of Hearth's repository")
            }
            return .path(path)
        }
        for place in [CommandLine.executableFolder, #filePath].compactMap(\.self) {
            var folder = URL(filePath: place)
            while folder.path != "/" {
                if Self.isRepository(folder.path) { return .path(folder.path.trimmingSuffix("/")) }
                folder.deleteLastPathComponent()
            }
        }
        throw CommandError(
            "Swift projects need Hearth's libraries, and the repository that this program was built in is not on this "
                + "machine: clone it and say --hearth-path FOLDER, or name its address with --hearth-url URL. "
                + "Projects with --language python, nodejs or c++ need none of it"
        )
    }

    /// As Swift's package manager takes them.
    private static func isAddress(_ text: String) -> Bool {
        let host = text.prefix { $0 != "/" && $0 != ":" }
        let isOfUser = host.contains("@") && text.dropFirst(host.count).hasPrefix(":")
        let schemes = ["https://", "http://", "ssh://", "file:///"]
        let hasScheme = schemes.contains { text.hasPrefix($0) && text != $0 }
        return (isOfUser || hasScheme) && !text.contains(where: \.isWhitespace)
    }

    private static func isRepository(_ folder: String) -> Bool {
        ["Package.swift", "Runtime/LambdaRuntime", "Runtime/LambdaEvents"].allSatisfy {
            FileManager.default.fileExists(atPath: "\(folder)/\($0)")
        }
    }

    private func warnOfDeprecation(_ version: String, _ console: Console) {
        let runtime: String
        switch language {
        case .nodejs: runtime = "nodejs\(version).x"
        case .python: runtime = "python\(version)"
        case .swift, .cPlusPlus: return
        }
        let today = CalendarTime(SystemTime().now).date
        guard let warning = RuntimeLifecycle(runtime)?.warning(on: today) else { return }
        console.warning("\(warning.text); \(warning.remedy) in template.json, and install what it takes")
    }

    private static var pythonVersion: String {
        let line = ShellOutput.firstLine("python3 --version") ?? ""
        return RuntimeLifecycle.newestVersion(of: "python", upTo: numbers(line.split(separator: " ").last, 2))
    }

    private static var nodeVersion: String {
        let line = ShellOutput.firstLine("node --version") ?? ""
        return RuntimeLifecycle.newestVersion(of: "nodejs", upTo: numbers(line.dropFirst(), 1))
    }

    /// The first numbers of a version; `nil` where there is none.
    private static func numbers(_ version: Substring?, _ count: Int) -> [Int]? {
        let numbers = (version ?? "").split(separator: ".").prefix(count).compactMap { Int($0) }
        return numbers.count == count ? numbers : nil
    }
}

extension Project.Language: ExpressibleByArgument {
    /// `cpp` needs no quotes in any shell, and is what others call it.
    public init?(argument: String) { self.init(rawValue: argument == "cpp" ? "c++" : argument) }
}

extension Project.Architecture {
    /// This machine's.
    static var current: Self {
        #if arch(arm64)
            .arm64
        #else
            .x86_64
        #endif
    }
}

/// A folder that a project is written to.
private struct ProjectFolder {
    var path: String

    /// Refuses a folder that is there: nothing is overwritten.
    func make(_ project: Project) throws(CommandError) {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw CommandError("\(path) is there already; choose another name, or another folder with --path")
        }
        do {
            for file in project.files { try write(file) }
        } catch {
            throw CommandError("\(path) cannot be made; check who may write there and how much room there is")
        }
    }

    private func write(_ file: Project.File) throws {
        let url = URL(filePath: "\(path)/\(file.path)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(file.text.utf8).write(to: url)
        guard file.isExecutable else { return }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
    }
}
