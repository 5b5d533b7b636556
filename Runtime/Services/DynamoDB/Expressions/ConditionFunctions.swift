/// What the functions of conditions take, and the conditions they are.
enum ConditionFunctions {
    static let operandCounts = [
        "attribute_exists": 1, "attribute_not_exists": 1, "attribute_type": 2, "begins_with": 2, "contains": 2,
        "size": 1,
    ]

    static func condition(_ name: String, _ operands: [Operand]) throws(ExpressionError) -> Condition {
        switch name {
        case "attribute_exists": return .exists(try path(operands[0], name))
        case "attribute_not_exists": return .notExists(try path(operands[0], name))
        case "attribute_type": return .hasType(operands[0], try type(operands[1]))
        case "begins_with":
            for case .value(let value) in operands where value.type != .string && value.type != .binary {
                throw ExpressionError(message: wrongType(value.type, name))
            }
            for case .size in operands { throw ExpressionError(message: wrongType(.number, name)) }
            return .beginsWith(operands[0], operands[1])
        default: return .contains(operands[0], operands[1])
        }
    }

    static func size(_ operand: Operand) throws(ExpressionError) -> Operand {
        switch operand {
        case .value(let value) where [.number, .bool, .null].contains(value.type):
            throw ExpressionError(message: wrongType(value.type, "size"))
        case .size: throw ExpressionError(message: wrongType(.number, "size"))
        default: return operand
        }
    }

    static func wrongType(_ type: AttributeType, _ function: String) -> String {
        "Incorrect operand type for operator or function; operator or function: \(function), operand type: \(type.rawValue)"
    }

    private static func path(_ operand: Operand, _ name: String) throws(ExpressionError) -> DocumentPath {
        guard case .path(let path) = operand else {
            throw ExpressionError(
                message: "Operator or function requires a document path; operator or function: \(name)"
            )
        }
        return path
    }

    private static func type(_ operand: Operand) throws(ExpressionError) -> AttributeType {
        guard case .value(let value) = operand else {
            throw ExpressionError(
                message: "Incorrect operand type for operator or function; "
                    + "operator or function: attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}"
            )
        }
        guard case .string(let name) = value else {
            throw ExpressionError(message: wrongType(value.type, "attribute_type"))
        }
        guard let type = AttributeType(rawValue: name) else {
            throw ExpressionError(
                message: "Invalid attribute type name found; type: \(name), "
                    + "valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"
            )
        }
        return type
    }
}
