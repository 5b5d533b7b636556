/// The part of a C++ project that speaks the Runtime API, over a socket: no library is needed for HTTP on one machine.
enum CPlusPlusRuntime {
    static let header = Project.File(
        "Runtime/lambda_runtime.hpp",
        #"""
        #pragma once

        #include <functional>
        #include <string>

        namespace lambda {

        /// An event and what belongs to it.
        struct invocation {
            std::string request_id;
            std::string function_arn;
            std::string trace_id;
            /// In milliseconds since 1970.
            long long deadline = 0;
            /// JSON.
            std::string event;
        };

        /// Asks Lambda for an event, hands it over, sends back the JSON that comes of it, and so on. An exception of the
        /// handler is the invocation's error. Returns the program's status when Lambda cannot be reached any more.
        ///
        /// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
        int run(const std::function<std::string(const invocation &)> &handler);

        } // namespace lambda
        """#
    )

    static let source = Project.File(
        "Runtime/lambda_runtime.cpp",
        #"""
        #include "lambda_runtime.hpp"

        #include <arpa/inet.h>
        #include <sys/socket.h>
        #include <unistd.h>

        #include <algorithm>
        #include <cctype>
        #include <cstdio>
        #include <cstdlib>
        #include <cstring>
        #include <map>
        #include <stdexcept>

        namespace {

        struct response {
            int status = 0;
            /// By names in lower case.
            std::map<std::string, std::string> headers;
            std::string body;
        };

        /// The connection to the Runtime API, kept open from one request to the next.
        class connection {
        public:
            explicit connection(const std::string &address) : host(address) {
                auto colon = address.rfind(':');
                sockaddr_in name{};
                name.sin_family = AF_INET;
                name.sin_port = htons(colon == std::string::npos ? 80 : std::atoi(address.c_str() + colon + 1));
                auto number = address.substr(0, colon);
                if (number == "localhost") number = "127.0.0.1";
                if (inet_pton(AF_INET, number.c_str(), &name.sin_addr) != 1)
                    throw std::runtime_error("AWS_LAMBDA_RUNTIME_API is no IPv4 address with a port: " + address);
                descriptor = socket(AF_INET, SOCK_STREAM, 0);
                if (descriptor < 0 || connect(descriptor, reinterpret_cast<sockaddr *>(&name), sizeof name) != 0)
                    throw std::runtime_error("cannot connect to " + address + ": " + std::strerror(errno));
            }

            ~connection() {
                if (descriptor >= 0) close(descriptor);
            }

            response get(const std::string &path) {
                send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                return receive();
            }

            response post(const std::string &path, const std::string &body, const std::string &headers = "") {
                send("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: application/json\r\n" + headers +
                     "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
                return receive();
            }

        private:
            std::string host;
            int descriptor = -1;
            /// What has come behind the last response.
            std::string rest;

            void send(const std::string &text) {
                for (size_t sent = 0; sent < text.size();) {
                    ssize_t count = ::send(descriptor, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
                    if (count < 0 && errno != EINTR) throw std::runtime_error("Lambda does not take what it is sent");
                    sent += std::max<ssize_t>(count, 0);
                }
            }

            void more() {
                char piece[65536];
                ssize_t count;
                do count = recv(descriptor, piece, sizeof piece, 0);
                while (count < 0 && errno == EINTR);
                if (count <= 0) throw std::runtime_error("Lambda has closed the connection");
                rest.append(piece, count);
            }

            response receive() {
                size_t end;
                while ((end = rest.find("\r\n\r\n")) == std::string::npos) more();
                response response = head(rest.substr(0, end));
                rest.erase(0, end + 4);
                auto length = response.headers.find("content-length");
                if (length == response.headers.end()) throw std::runtime_error("Lambda's answer has no Content-Length");
                size_t size = std::strtoull(length->second.c_str(), nullptr, 10);
                while (rest.size() < size) more();
                response.body = rest.substr(0, size);
                rest.erase(0, size);
                return response;
            }

            /// `HTTP/1.1 200 OK` and the fields below it.
            static response head(const std::string &text) {
                response response;
                auto space = text.find(' ');
                if (space != std::string::npos) response.status = std::atoi(text.c_str() + space + 1);
                for (auto line = text.find("\r\n"); line != std::string::npos; line = text.find("\r\n", line + 2)) {
                    auto end = std::min(text.find("\r\n", line + 2), text.size());
                    auto colon = text.find(':', line + 2);
                    if (colon == std::string::npos || colon > end) continue;
                    auto name = text.substr(line + 2, colon - line - 2);
                    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
                    auto value = std::min(text.find_first_not_of(" \t", colon + 1), end);
                    response.headers[name] = text.substr(value, end - value);
                }
                return response;
            }
        };

        std::string quoted(const std::string &text) {
            std::string json = "\"";
            for (char character : text) {
                if (static_cast<unsigned char>(character) < 0x20) {
                    json += ' ';
                    continue;
                }
                if (character == '"' || character == '\\') json += '\\';
                json += character;
            }
            return json + "\"";
        }

        const std::string api = "/2018-06-01/runtime/invocation/";

        void serve(connection &runtime, const std::function<std::string(const lambda::invocation &)> &handler) {
            response next = runtime.get(api + "next");
            if (next.status != 200) throw std::runtime_error("Lambda has no event: status " + std::to_string(next.status));
            lambda::invocation invocation;
            invocation.request_id = next.headers["lambda-runtime-aws-request-id"];
            invocation.function_arn = next.headers["lambda-runtime-invoked-function-arn"];
            invocation.trace_id = next.headers["lambda-runtime-trace-id"];
            invocation.deadline = std::atoll(next.headers["lambda-runtime-deadline-ms"].c_str());
            invocation.event = std::move(next.body);
            setenv("_X_AMZN_TRACE_ID", invocation.trace_id.c_str(), 1);
            std::string result, error;
            try {
                result = handler(invocation);
            } catch (const std::exception &thrown) {
                error = thrown.what();
                if (error.empty()) error = "an exception without a message";
            }
            std::fflush(stdout);
            if (error.empty()) {
                runtime.post(api + invocation.request_id + "/response", result);
            } else {
                runtime.post(api + invocation.request_id + "/error",
                             "{\"errorType\":\"exception\",\"errorMessage\":" + quoted(error) + "}",
                             "Lambda-Runtime-Function-Error-Type: exception\r\n");
            }
        }

        } // namespace

        int lambda::run(const std::function<std::string(const invocation &)> &handler) {
            const char *address = std::getenv("AWS_LAMBDA_RUNTIME_API");
            if (address == nullptr) {
                std::fputs("AWS_LAMBDA_RUNTIME_API is not set: Lambda or Hearth starts this program\n", stderr);
                return 1;
            }
            try {
                connection runtime(address);
                for (;;) serve(runtime, handler);
            } catch (const std::exception &error) {
                std::fprintf(stderr, "%s\n", error.what());
                return 1;
            }
        }
        """#
    )
}
