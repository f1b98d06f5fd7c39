package dossier

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// Node is one value of a portable dossier, in the order of the file. Path leads
// to it as in a Problem.
type Node struct {
	Path  []string
	List  bool   // Nodes are the items of a list
	Text  string // of a text, a number, "true", "false" or "null"; empty with Nodes
	Nodes []Node // what a group or a list holds
}

// Outline returns what a file of Files says, to be told to people: every value,
// with its place.
func Outline(raw []byte) (Node, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	node, err := outline(decoder, nil)
	if err != nil {
		return Node{}, fmt.Errorf("dossier: %w", err)
	}
	return node, nil
}

func outline(decoder *json.Decoder, path []string) (Node, error) {
	node := Node{Path: path}
	token, err := decoder.Token()
	if err != nil {
		return node, err
	}
	switch token := token.(type) {
	case json.Delim:
		node.List = token == '['
		for decoder.More() {
			step := strconv.Itoa(len(node.Nodes))
			if !node.List {
				key, err := decoder.Token()
				if err != nil {
					return node, err
				}
				step = key.(string)
			}
			child, err := outline(decoder, at(path, step))
			if err != nil {
				return node, err
			}
			node.Nodes = append(node.Nodes, child)
		}
		_, err = decoder.Token()
		return node, err
	case nil:
		node.Text = "null"
	default:
		node.Text = fmt.Sprint(token)
	}
	return node, nil
}
