# Answers each line `A<TAB>B` with -1, 0 or 1, as Elixir compares them; `?` for what is no version.
IO.stream(:stdio, :line)
|> Enum.map(fn line ->
  with [a, b] <- line |> String.trim_trailing("\n") |> String.split("\t"),
       {:ok, a} <- Version.parse(a),
       {:ok, b} <- Version.parse(b) do
    case Version.compare(a, b) do
      :lt -> "-1"
      :eq -> "0"
      :gt -> "1"
    end
  else
    _ -> "?"
  end
end)
|> Enum.join("\n")
|> IO.puts()
