/// The values a Lambda authorizer hands on to the function behind it.
public typealias LambdaAuthorizerContext = [String: String]
