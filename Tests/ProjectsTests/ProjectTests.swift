import JSON
import Projects
import Testing

@Suite struct ProjectTests {
    private func project(_ language: Project.Language, _ name: String = "book-shelf") throws -> [String: Project.File] {
        let project = Project(
            try #require(ProjectName(name)),
            language,
            hearth: .path("/opt/hearth"),
            architecture: .arm64,
            interpreterVersion: "3.12"
        )
        #expect(!project.commands.isEmpty)
        return Dictionary(uniqueKeysWithValues: project.files.map { ($0.path, $0) })
    }

    @Test(arguments: ["ab", "greeter", "book-shelf", "Shelf2", "a-1-b"])
    func namesOfFolderModuleAndFunctionDo(_ name: String) {
        #expect(ProjectName(name)?.text == name)
    }

    @Test(
        arguments: [
            "", "a", "2shelf", "book_shelf", "book shelf", "-shelf", "shelf-", "a--b", "../x", "bücher", "a.b",
            String(repeating: "a", count: 49),
        ]
    )
    func othersDoNot(_ name: String) {
        #expect(ProjectName(name) == nil)
    }

    @Test(arguments: Project.Language.allCases)
    func everyProjectHasWhatItNeeds(_ language: Project.Language) throws {
        let files = try project(language)
        for path in ["template.json", "events/hello.json", "Makefile", "README.md", ".gitignore"] {
            #expect(files[path]?.text.isEmpty == false, "\(path)")
        }
        for file in files.values { #expect(file.text.hasSuffix("\n") && !file.text.hasSuffix("\n\n"), "\(file.path)") }
        #expect(files.keys.contains { $0.hasPrefix("Tests/") })
        let template = try JSON(parsing: try #require(files["template.json"]).text)
        let function = try #require(template["Resources"]?["BookShelf"]?["Properties"])
        #expect(function["FunctionName"] == "book-shelf")
        #expect(function["Architectures"] == ["arm64"])
        let event = try JSON(parsing: try #require(files["events/hello.json"]).text)
        #expect(event["routeKey"] == "GET /hello")
        // Recipes begin with a tab, or make does not take them.
        let makefile = try #require(files["Makefile"]).text
        for rule in ["start:", "invoke:", "test:", "package:"] { #expect(makefile.contains("\n\(rule)"), "\(rule)") }
        #expect(makefile.contains("\n\thearth invoke book-shelf --event events/hello.json\n"))
        #expect(!makefile.contains("\n    "))
    }

    @Test func aSwiftProjectNamesWhereHearthIs() throws {
        let local = try #require(try project(.swift)["Package.swift"]).text
        #expect(local.contains(#".package(name: "hearth", path: "/opt/hearth")"#))
        let remote = Project(
            try #require(ProjectName("shelf")),
            .swift,
            hearth: .url("https://example.com/tools/fireplace.git"),
            architecture: .x86_64,
            interpreterVersion: "3.12"
        )
        let package = try #require(remote.files.first { $0.path == "Package.swift" }).text
        #expect(package.contains(#".package(url: "https://example.com/tools/fireplace.git", branch: "main")"#))
        #expect(package.contains(#".product(name: "LambdaRuntime", package: "fireplace")"#))
    }

    @Test func aNodeProjectNeedsNoBootstrap() throws {
        let files = try project(.nodejs)
        let template = try JSON(parsing: try #require(files["template.json"]).text)
        #expect(template["Resources"]?["BookShelf"]?["Properties"]?["Handler"] == "app.handler")
        #expect(files["Functions/book-shelf/app.mjs"] != nil)
        #expect(files["Functions/book-shelf/bootstrap"] == nil)
    }

    @Test func aPythonProjectIsOfTheMachinesVersion() throws {
        let files = try project(.python)
        let template = try JSON(parsing: try #require(files["template.json"]).text)
        let function = template["Resources"]?["BookShelf"]?["Properties"]
        #expect(function?["Runtime"] == "python3.12")
        #expect(function?["CodeUri"] == "Functions/book-shelf")
        #expect(files["Functions/book-shelf/bootstrap"]?.isExecutable == true)
        #expect(files["Functions/book-shelf/app.py"]?.isExecutable == false)
    }
}
