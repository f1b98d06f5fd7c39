package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/caarlos0/env/v11"

	"contreoffre/evidence"
	"contreoffre/handlers"
	"contreoffre/models"
	"contreoffre/vault"
	"contreoffre/views"
)

// environment is what belongs to a deployment, not to one call. An empty
// variable is an unset one.
type environment struct {
	DatabaseURL   string `env:"DATABASE_URL"`
	MasterKey     string `env:"CONTREOFFRE_MASTER_KEY"`
	MasterKeyFile string `env:"CONTREOFFRE_MASTER_KEY_FILE"`
	Operator      string `env:"CONTREOFFRE_OPERATOR"`
	Address       string `env:"CONTREOFFRE_OPERATOR_ADDRESS"` // lines separated by |
	Email         string `env:"CONTREOFFRE_OPERATOR_EMAIL"`
	Host          string `env:"CONTREOFFRE_HOST"` // who hosts the servers, with address
	SMTP          string `env:"SMTP_URL"`
	S3Endpoint    string `env:"S3_ENDPOINT"`
	S3Bucket      string `env:"S3_BUCKET"`
	S3Region      string `env:"S3_REGION"`
	S3AccessKey   string `env:"S3_ACCESS_KEY"`
	S3SecretKey   string `env:"S3_SECRET_KEY"`
}

func readEnvironment(o outside) (environment, error) {
	fields, err := env.GetFieldParams(&environment{})
	if err != nil {
		return environment{}, err
	}
	values := map[string]string{}
	for _, field := range fields {
		if value := o.env(field.Key); value != "" {
			values[field.Key] = value
		}
	}
	return env.ParseAsWithOptions[environment](env.Options{Environment: values})
}

// store says where data and keys live, for every command that opens them.
func (e environment) store(o outside, data string) models.Config {
	keys := vault.Source{Value: e.MasterKey, File: e.MasterKeyFile}
	if keys == (vault.Source{}) {
		keys.File = filepath.Join(data, "master.key")
	}
	return models.Config{
		DatabaseURL: e.DatabaseURL, DataDir: data, Keys: keys, Now: o.now,
		NextDue: handlers.NextDue, LastDue: handlers.LastDue, Reminders: handlers.Reminders,
	}
}

// bucket says where the files of exhibits live; empty means in the data folder.
func (e environment) bucket() evidence.S3 {
	return evidence.S3{Endpoint: e.S3Endpoint, Bucket: e.S3Bucket, Region: e.S3Region, AccessKey: e.S3AccessKey, SecretKey: e.S3SecretKey}
}

// operator is who the legal notice names.
func (e environment) operator() views.Operator {
	operator := views.Operator{Name: e.Operator, Email: e.Email, Host: e.Host}
	for _, line := range strings.Split(e.Address, "|") {
		if line = strings.TrimSpace(line); line != "" {
			operator.Address = append(operator.Address, line)
		}
	}
	return operator
}

// String keeps keys and passwords out of any message.
func (e environment) String() string { return fmt.Sprintf("environment of %q", e.Operator) }
