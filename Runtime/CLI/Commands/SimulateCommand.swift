import ArgumentParser

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Runs the cold-start model under virtual time.",
        discussion: """
            The model is the one that decides for the functions that run here.

            EXAMPLES
              hearth simulate --cases cases.json
            """
    )

    @Option(help: "Judge the cases in this file, one line each; the exit status is 1 when one fails.")
    var cases: String

    func run() async throws {
        let console = Console()
        do throws(CommandError) {
            if try CaseReport(path: cases).print(to: console) { return }
        } catch {
            console.error(error.description)
        }
        throw ExitCode.failure
    }
}
