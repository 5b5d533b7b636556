import Foundation

/// What a program has left behind.
package struct ProgramResult: Sendable {
    /// Its exit status, or 128 and the number of the signal that ended it.
    package var status: Int32
    package var output: String
    package var errors: String
}

extension RunningProgram {
    /// Runs a program to its end, on this thread.
    package static func run(
        _ path: String,
        _ arguments: [String] = [],
        in folder: String? = nil,
        environment: [String: String]? = nil,
        input: String = "",
        errors: Errors = .apart
    ) throws -> ProgramResult {
        let program = try RunningProgram(path, arguments, in: folder, environment: environment, errors: errors)
        let (written, read) = (DispatchGroup(), DispatchGroup())
        // It need not read what it is given.
        DispatchQueue.global().async(group: written) {
            try? program.input.write(contentsOf: Data(input.utf8))
            try? program.input.close()
        }
        nonisolated(unsafe) var errorText = Data()
        DispatchQueue.global().async(group: read) { errorText = program.errors.readDataToEndOfFile() }
        let output = program.output.readDataToEndOfFile()
        read.wait()
        written.wait()
        return ProgramResult(
            status: program.wait(),
            output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errorText, as: UTF8.self)
        )
    }
}
