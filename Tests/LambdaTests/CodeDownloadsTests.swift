import Processes
import ServiceKit
import Testing
import Wire
import ZipWriting

@testable import Lambda

struct CodeDownloadsTests {
    @Test func zipsAreFetchedByTheirDigests() throws {
        let store = CodeStore(directory: nil)
        defer { store.close() }
        let zip = Zip.archive([Zip.Entry("bootstrap", Array("x".utf8), mode: 0o100755)])
        let code = try store.store(UploadedZip(zip))
        let downloads = CodeDownloads(store: store, endpoint: "http://localhost:4566")
        let url = downloads.location(ofZip: code.directory)
        #expect(url.hasPrefix("http://localhost:4566/_hearth/lambda/code/"))
        let request = HTTPRequest(method: "GET", target: String(url.dropFirst("http://localhost:4566".count)))
        #expect(CodeDownloads.serves(request))
        #expect(downloads.response(to: request).body == zip)
        for name in ["..", "0", "", "..%2Fx", "a/b"] {
            let other = HTTPRequest(method: "GET", target: CodeDownloads.path + name)
            #expect(downloads.response(to: other).status == 404)
        }
        #expect(CodeDownloads(store: store, endpoint: nil).location(ofZip: "/a") == "file:///a.zip")
    }

    @Test func wrappersStandBeforeTheRuntime() {
        var function = FunctionConfiguration(name: "f", handler: "h", codeDirectory: "/code")
        #expect(function.wrapped(["python3", "-m"]) == ["python3", "-m"])
        function.environment["AWS_LAMBDA_EXEC_WRAPPER"] = "/var/task/wrapper"
        #expect(function.wrapped(["python3", "-m"]) == ["/code/wrapper", "python3", "-m"])
        function.environment["AWS_LAMBDA_EXEC_WRAPPER"] = "/opt/wrapper"
        #expect(function.wrapped(["python3"]) == ["/opt/wrapper", "python3"])
    }

    /// On AWS the runtime's own bootstrap, a shell script, starts them.
    @Test func wrappersThatAreNotThereEndTheRuntime() throws {
        var function = FunctionConfiguration(name: "f", handler: "h", codeDirectory: "/code")
        function.runtime = "python3.13"
        function.environment["AWS_LAMBDA_EXEC_WRAPPER"] = "/var/task/wrapper"
        let error = ProcessError("start /code/wrapper", errno: 2)
        let failure = function.startFailure(of: "/code/wrapper", error, requestID: "r")
        #expect(failure == .exited(requestID: "r", .code(127)))
        let other = function.startFailure(of: "/code/lib/python3", error, requestID: "r")
        #expect(other.logText == "fork/exec /var/task/lib/python3: no such file or directory")
    }
}
