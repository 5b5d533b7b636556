import Foundation
import JSON
import Programs
import Testing

/// New projects as their makers meet them: made, tested, invoked.
@Suite(.fewAtATime) struct InitTests {
    private static let path = "\(Program.products):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"

    private func run(_ arguments: String..., in folder: String) async throws -> ProgramResult {
        try await Program.run("/usr/bin/env", arguments, in: folder, environment: ["PATH": Self.path])
    }

    /// What the project's function answers when `make invoke` calls it.
    private func answer(_ language: String, _ options: [String] = []) async throws -> String? {
        let workshop = try Workshop()
        let made = try await Program.run(
            Program.hearth,
            ["init", "greeter", "--language", language] + options,
            in: workshop.folder
        )
        #expect(made.status == 0, "\(made)")
        #expect(made.output.contains("make invoke"))
        let project = "\(workshop.folder)/greeter"
        let tested = try await run("make", "test", in: project)
        #expect(tested.status == 0, "\(tested)")
        let validated = try await run("hearth", "validate", in: project)
        #expect(validated.output.contains("is valid"), "\(validated)")
        let invoked = try await run("make", "--silent", "invoke", in: project)
        #expect(invoked.status == 0, "\(invoked)")
        let reply = try JSON(parsing: String(invoked.output.split(separator: "\n").last ?? ""))
        #expect(reply["statusCode"] == 200)
        return try JSON(parsing: reply["body"]?.stringValue ?? "")["message"]?.stringValue
    }

    @Test(.enabled(if: Program.exists("python3") && Program.exists("make")))
    func aPythonProjectTestsAndRuns() async throws {
        #expect(try await answer("python") == "Hello, Ada!")
    }

    @Test(.enabled(if: Program.exists("node") && Program.exists("make")))
    func aNodeProjectTestsAndRuns() async throws {
        #expect(try await answer("nodejs") == "Hello, Ada!")
    }

    @Test(.enabled(if: Program.exists("cmake") && Program.exists("g++") && Program.exists("make")))
    func aCPlusPlusProjectTestsAndRuns() async throws {
        #expect(try await answer("c++") == "Hello, Ada!")
    }

    @Test func cppIsCPlusPlus() async throws {
        let workshop = try Workshop()
        let made = try await workshop.hearth("init", "greeter", "--language", "cpp")
        #expect(made.status == 0, "\(made)")
        #expect(FileManager.default.fileExists(atPath: "\(workshop.folder)/greeter/CMakeLists.txt"))
    }

    /// Takes minutes: the libraries are built twice.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["TEST_SWIFT_PROJECT"] != nil))
    func aSwiftProjectTestsAndRuns() async throws {
        #expect(try await answer("swift", ["--hearth-path", Program.repository]) == "Hello, Ada!")
    }

    @Test(.enabled(if: Program.exists("python3")))
    func errorsOfPythonHandlersAreTheInvocations() async throws {
        let workshop = try Workshop()
        _ = try await workshop.hearth("init", "greeter", "--language", "python")
        let project = "\(workshop.folder)/greeter"
        let code = "\(project)/Functions/greeter/app.py"
        try Data("def handler(event, context):\n    raise KeyError('isbn')\n".utf8).write(to: URL(filePath: code))
        let thrown = try await Program.run(Program.hearth, ["invoke", "greeter", "--ephemeral"], in: project)
        #expect(thrown.status == 1)
        #expect(try JSON(parsing: thrown.output)["errorType"] == "KeyError")
        #expect(try JSON(parsing: thrown.output)["errorMessage"] == "'isbn'")
        try Data("import nothing_of_this_name\n".utf8).write(to: URL(filePath: code))
        let unloadable = try await Program.run(Program.hearth, ["invoke", "greeter", "--ephemeral"], in: project)
        #expect(unloadable.status == 1)
        #expect(try JSON(parsing: unloadable.output)["errorType"] == "ModuleNotFoundError")
    }

    /// Wherever it has been installed to.
    @Test func aProgramKnowsTheRepositoryThatItWasBuiltIn() async throws {
        let workshop = try Workshop()
        let installed = "\(workshop.folder)/hearth"
        try FileManager.default.copyItem(atPath: Program.hearth, toPath: installed)
        let made = try await Program.run(installed, ["init", "greeter"], in: workshop.folder)
        #expect(made.status == 0, "\(made)")
        let package = try String(contentsOfFile: "\(workshop.folder)/greeter/Package.swift", encoding: .utf8)
        #expect(package.contains(".package(name: \"hearth\", path: \"\(Program.repository)\")"))
    }

    @Test(arguments: ["nope", "", "https://", "/hearth", "https://example.com/he arth", "example.com:hearth.git"])
    func whatIsNoAddressIsRefused(_ url: String) async throws {
        let workshop = try Workshop()
        let result = try await workshop.hearth("init", "greeter", "--hearth-url", url)
        #expect(result.status == 64 && result.errors.contains("--hearth-url must be the address of a git repository"))
        #expect(!FileManager.default.fileExists(atPath: "\(workshop.folder)/greeter"))
    }

    @Test(arguments: ["https://example.com/hearth.git", "git@example.com:me/hearth.git", "file:///home/me/hearth"])
    func addressesOfRepositoriesAreTaken(_ url: String) async throws {
        let workshop = try Workshop()
        #expect(try await workshop.hearth("init", "greeter", "--hearth-url", url).status == 0)
        let package = try String(contentsOfFile: "\(workshop.folder)/greeter/Package.swift", encoding: .utf8)
        #expect(package.contains(".package(url: \"\(url)\", branch: \"main\")"))
    }

    @Test func nothingIsOverwritten() async throws {
        let workshop = try Workshop()
        try workshop.write("greeter/kept.txt", "mine")
        let result = try await workshop.hearth("init", "greeter", "--language", "python")
        #expect(result.status == 1)
        #expect(result.errors.contains("greeter is there already"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(workshop.folder)/greeter") == ["kept.txt"])
        let elsewhere = try await workshop.hearth("init", "greeter", "--language", "python", "--path", "a/b")
        #expect(elsewhere.status == 0)
        #expect(FileManager.default.isExecutableFile(atPath: "\(workshop.folder)/a/b/Functions/greeter/bootstrap"))
        #expect(try await workshop.hearth("init", "book_shelf").status == 64)
        let nowhere = try await workshop.hearth("init", "shelf", "--hearth-path", workshop.folder)
        #expect(nowhere.errors.contains("is not the folder of Hearth's repository"))
    }
}
