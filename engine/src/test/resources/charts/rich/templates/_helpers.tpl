{{- define "rich.name" -}}{{ .Release.Name }}-rich{{- end -}}
