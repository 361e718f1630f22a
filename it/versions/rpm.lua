-- Answers lines `A<TAB>B` with -1, 0, 1 as rpm compares them, `?` for what rpm refuses. Run by: rpmlua rpm.lua
local answers = {}
for line in io.lines() do
  local a, b = line:match("^([^\t]*)\t(.*)$")
  local fine, answer = pcall(rpm.vercmp, a, b)
  answers[#answers + 1] = fine and tostring(answer) or "?"
end
io.write(table.concat(answers, "\n"), "\n")
