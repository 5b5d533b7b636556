import FoundationEssentials
import JSON
import Lambda
import Packaging
import Template

/// Packages all code that a template names.
struct Packager {
    let template: PackagedTemplate
    let packages: [CodePackage]
    /// Where the template and the code are.
    private let folders: [String]

    init(_ options: PackagingOptions, _ console: Console) throws(CommandError) {
        let path = try options.templatePath()
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        template = try Self.template(path)
        let build = SwiftBuild(folder: folder, options: options.buildOptions)
        if !options.noBuild {
            for product in Set(template.code.flatMap(\.products)).sorted() { try build.run(product) }
        }
        let exclusions = CodeExclusions(files: try options.secretsFiles(besideTemplateIn: "\(folder)/"))
        var packages: [CodePackage] = []
        for code in template.code {
            console.note("Packaging \(code.name) …")
            let program = code.products.count == 1 ? code.products.first.map(build.program) : nil
            let package = try CodePackage(
                code,
                at: Self.place(code, folder),
                program: program,
                without: exclusions
            )
            if !package.leftOut.isEmpty {
                console.note("Left out of \(code.name): \(package.leftOut.joined(separator: ", "))")
            }
            packages.append(package)
        }
        self.packages = packages
        folders = [folder] + template.code.map { Self.place($0, folder) }
    }

    private static func place(_ code: LocalCode, _ folder: String) -> String {
        code.path.hasPrefix("/") ? code.path : "\(folder)/\(code.path)"
    }

    /// Whether a folder is the template's or one of the code, where packages would be written over what they are made of.
    func readsFrom(_ output: String) -> Bool {
        func whole(_ path: String) -> String { URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path }
        return folders.contains { whole($0) == whole(output) }
    }

    private static func template(_ path: String) throws(CommandError) -> PackagedTemplate {
        guard let format = TemplateFormat(fileName: path) else {
            throw CommandError("\(path) is neither .json nor .yaml nor .yml")
        }
        guard let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8) else {
            throw CommandError("\(path) cannot be read as UTF-8 text; check its permissions and encoding")
        }
        let json: JSON
        do throws(Diagnostic) {
            json = try TemplateReader.json(parsing: text, format: format)
        } catch {
            throw CommandError(error.description(in: path))
        }
        do throws(PackagingError) {
            return try PackagedTemplate(json)
        } catch {
            throw CommandError("\(path): \(error)")
        }
    }

    /// A file name for each package, the same for the same content.
    var fileNames: [String] {
        var taken: [String: String] = [:]
        return packages.map { package in
            var name = "\(package.code.name).zip"
            var number = 2
            while let other = taken[name], other != package.digest {
                name = "\(package.code.name)-\(number).zip"
                number += 1
            }
            taken[name] = package.digest
            return name
        }
    }
}
