import ArgumentParser
import FoundationEssentials
import JSON
import Lambda
import Packaging

struct PackageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "package",
        abstract: "Makes the zip files of a template's functions, as AWS Lambda takes them.",
        discussion: """
            Builds each Swift executable that functions name (Metadata: SwiftProduct) and
            writes one zip for each folder of code, with the loader and the libraries that
            its bootstrap needs, so that it runs on provided.al2023 whatever machine built
            it. The same code gives the same bytes. Secrets, states of Hearth's, version
            control and caches are left out. Beside the zips it writes template.json, whose
            functions take their code from them.

            EXAMPLES
              hearth package
              hearth package --no-build --output-dir /tmp/package
              hearth package -- -Xswiftc -enforce-exclusivity=unchecked
              sam deploy --template-file .hearth/package/template.json --guided
            """
    )

    @OptionGroup var options: PackagingOptions

    @Option(help: "Where the zips and the template are written.")
    var outputDir: String = ".hearth/package"

    func run() async throws {
        let console = Console()
        do throws(CommandError) {
            let packager = try Packager(options, console)
            try write(packager, console)
        } catch {
            console.error(error.description)
            throw ExitCode.failure
        }
    }

    private func write(_ packager: Packager, _ console: Console) throws(CommandError) {
        guard !packager.readsFrom(outputDir) else {
            throw CommandError("--output-dir \(outputDir) holds what is packaged: name another folder")
        }
        do {
            try FileManager.default.createDirectory(atPath: outputDir, withIntermediateDirectories: true)
        } catch {
            throw CommandError("\(outputDir) cannot be made; check who may write there, or use --output-dir")
        }
        try write(Array(CacheDirectory.tag.utf8), to: "\(outputDir)/\(CacheDirectory.tagName)")
        var table = TextTable(["ZIP", "SIZE", "UNZIPPED", "FUNCTIONS", "BRINGS ALONG"], numbers: [1, 2, 3])
        var locations: [String: CodeLocation] = [:]
        for (package, name) in zip(packager.packages, packager.fileNames) {
            try write(package.zip, to: "\(outputDir)/\(name)")
            locations[package.code.path] = .file(name)
            table.add([
                "\(outputDir)/\(name)", Readable.size(bytes: package.zip.count),
                Readable.size(bytes: package.unzippedSize),
                "\(package.code.resources.count)", package.libraries ?? "nothing",
            ])
        }
        let template = packager.template.placing(locations).prettyText + "\n"
        try write(Array(template.utf8), to: "\(outputDir)/template.json")
        for line in table.lines(console) { console.print(line) }
        console.print("\(outputDir)/template.json")
    }

    private func write(_ bytes: [UInt8], to path: String) throws(CommandError) {
        do {
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandError("\(path) cannot be written; check who may write there and the space that is left")
        }
    }
}

/// What `package` and `deploy` take.
struct PackagingOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "The template: SAM or CloudFormation, JSON or YAML.")
    var template: String?

    @Option(
        help: ArgumentHelp(
            "A file with secrets, which no package is to hold.",
            discussion: "As for `hearth start`; secrets.json beside the template is left out in any case.",
            valueName: "file"
        )
    )
    var secrets: String?

    @Flag(help: "Package what is built, without building it first.")
    var noBuild = false

    @Argument(parsing: .postTerminator, help: "More options of swift build.")
    var buildOptions: [String] = []

    /// The template that was named, or the first of the usual ones that is there.
    func templatePath() throws(CommandError) -> String { try TemplateLookup.path(named: template) }

    func secretsFiles(besideTemplateIn folder: String) throws(CommandError) -> [String] {
        if let secrets, !FileManager.default.fileExists(atPath: secrets) {
            throw CommandError("there is no secrets file at \(secrets)")
        }
        return TemplateOptions.secretsFiles(named: secrets, besideTemplateIn: folder)
    }
}
