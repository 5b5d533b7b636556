import RegularExpressions

extension Application {
    /// A method and a path of an API whose requests go on to a web server or to a service.
    package struct ForwardedRoute: APIRoute, Hashable {
        package var method: String
        package var path: String
        package var target: Target
        /// How long the API waits for the answer: at most 29 s (REST) or 30 s (HTTP).
        package var timeout: Duration
        package var guards: RouteGuards
        package var source: JSONPath

        package init(
            method: String,
            path: String,
            target: Target,
            timeout: Duration,
            guards: RouteGuards = RouteGuards(),
            source: JSONPath
        ) {
            self.method = method
            self.path = path
            self.target = target
            self.timeout = timeout
            self.guards = guards
            self.source = source
        }

        package enum Target: Sendable, Hashable {
            case web(WebTarget)
            case service(ServiceTarget)
        }
    }

    /// A web server behind a route: an integration of type `HTTP_PROXY` or `HTTP`.
    package struct WebTarget: Sendable, Hashable {
        /// Begins with `http://` or `https://`; names in braces stand for values.
        package var uri: String
        /// `nil`: the client's.
        package var method: String?
        /// What is changed of the request, in the order of the template.
        package var mappings: [Mapping] = []
        /// `HTTP` passes on of the request's parameters and of the response's fields what it is told to; `nil` for
        /// `HTTP_PROXY`, which passes on everything.
        package var responses: [Response]?

        package init(uri: String, method: String?) {
            self.uri = uri
            self.method = method
        }

        package struct Mapping: Sendable, Hashable {
            package enum Operation: String, Sendable, CaseIterable { case append, overwrite, remove }

            package enum Place: Sendable, Hashable {
                case header(String)
                case query(String)
                /// What stands in the URI under this name in braces.
                case pathParameter(String)
                /// What stands behind the server's name.
                case path
            }

            package var operation: Operation
            package var place: Place
            /// Nothing for `remove`.
            package var value: MappedValue

            package init(_ operation: Operation, _ place: Place, _ value: MappedValue) {
                self.operation = operation
                self.place = place
                self.value = value
            }
        }

        /// What the client gets where the server's status matches.
        package struct Response: Sendable, Hashable {
            /// `nil` for the one that all others are left to.
            package var selectionPattern: RegularExpression?
            package var statusCode: Int
            package var headers: [Header]

            package init(selectionPattern: RegularExpression?, statusCode: Int, headers: [Header]) {
                self.selectionPattern = selectionPattern
                self.statusCode = statusCode
                self.headers = headers
            }

            package struct Header: Sendable, Hashable {
                package enum Value: Sendable, Hashable {
                    case text(String)
                    /// Of the server's response.
                    case header(String)
                }

                package var name: String
                package var value: Value

                package init(name: String, value: Value) {
                    self.name = name
                    self.value = value
                }
            }
        }
    }

    /// An action of a service behind a route of an HTTP API.
    package struct ServiceTarget: Sendable, Hashable {
        package var action: Action
        /// The action's parameters that the template names.
        package var parameters: [Parameter]

        package init(action: Action, parameters: [Parameter]) {
            self.action = action
            self.parameters = parameters
        }

        package struct Parameter: Sendable, Hashable {
            package var name: String
            package var value: MappedValue

            package init(name: String, value: MappedValue) {
                self.name = name
                self.value = value
            }
        }

        /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
        package enum Action: String, Sendable, CaseIterable {
            case putEvents = "EventBridge-PutEvents"
            case sendMessage = "SQS-SendMessage"
            case receiveMessage = "SQS-ReceiveMessage"
            case deleteMessage = "SQS-DeleteMessage"
            case purgeQueue = "SQS-PurgeQueue"

            /// The parameters that it needs, and those that it may have besides.
            package var parameters: (required: [String], optional: [String]) {
                switch self {
                case .putEvents:
                    (
                        ["Detail", "DetailType", "Source"],
                        ["Time", "EventBusName", "Resources", "Region", "TraceHeader"]
                    )
                case .sendMessage:
                    (
                        ["QueueUrl", "MessageBody"],
                        [
                            "DelaySeconds", "MessageAttributes", "MessageDeduplicationId", "MessageGroupId",
                            "MessageSystemAttributes", "Region",
                        ]
                    )
                case .receiveMessage:
                    (
                        ["QueueUrl"],
                        [
                            "AttributeNames", "MaxNumberOfMessages", "MessageAttributeNames", "ReceiveRequestAttemptId",
                            "VisibilityTimeout", "WaitTimeSeconds", "Region",
                        ]
                    )
                case .deleteMessage: (["ReceiptHandle", "QueueUrl"], ["Region"])
                case .purgeQueue: (["QueueUrl"], ["Region"])
                }
            }
        }
    }

    /// A text with places that a request fills.
    package struct MappedValue: Sendable, Hashable {
        package var parts: [Part]

        package init(_ parts: [Part]) { self.parts = parts }

        package enum Part: Sendable, Hashable {
            case text(String)
            /// The last value.
            case parameter(RequestParameter)
            /// All values of a header or of a name in the query, with commas between them.
            case allValues(RequestParameter)
            /// The path without the stage.
            case path
            /// What the steps lead to in a body of JSON, a name or an index each; all of the body without steps.
            case body([String])
            /// Such as `requestId`.
            case context(String)
        }
    }
}
