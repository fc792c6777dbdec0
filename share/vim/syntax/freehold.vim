" SPDX-License-Identifier: MIT
" Freehold's scenarios (*.scn): freehold-scenarios(5).
if exists('b:current_syntax')
  finish
endif

" The words of statements are words where a statement starts, unless C's = . -> [ or ( follows.
syntax match freeholdStatement /\%(^\|[;{]\)\s*\zs\%(expect\|read\|write\|repeat\|thread\|callback\|fail\)\>\%(\s*\%([=.[]\|->\)\|(\)\@!/
syntax match freeholdStatement /\<return\>/
syntax match freeholdStructure /^\s*\zs\%(scenario\|library\)\>/
syntax match freeholdExpectation /\%(\<expect\s\+\)\@<=owner\ze\s*(/
syntax match freeholdExpectation /\%(\<expect\s\+\)\@<=heap\ze\s/
syntax match freeholdExpectation /\%(\d\s*\)\@<=\<\%(allocs\?\|frees\?\)\>/
syntax match freeholdOwner /\%(==\s*\)\@<=\%(rust\|c++\|none\|c\)\ze\s*\%($\|[#;!}]\)/
syntax keyword freeholdOperator sizeof
syntax keyword freeholdConstant true false null
syntax keyword freeholdType void bool _Bool char short int long float double signed unsigned struct union enum const
syntax match freeholdNumber /\<\%(0x\x\+\|\d\+\%(\.\d\+\)\?\%([eE][-+]\?\d\+\)\?\)\>/
syntax match freeholdEscape /\\\%([ntr\\"'0]\|x\x\x\)/ contained
syntax region freeholdString start=/"/ skip=/\\./ end=/"/ oneline contains=freeholdEscape
syntax match freeholdCharacter /'\%(\\\%(x\x\x\|.\)\|[^'\\]\)'/ contains=freeholdEscape
syntax match freeholdKind /!\%(leak\|cross-allocator-free\|double-free\|invalid-free\|layout-mismatch\|wrong-release\|use-after-free\|out-of-bounds\|uninitialised-use\|abort\|expired-use\)\ze\%(\s\|$\|[#;}!]\)/
syntax match freeholdComment /#.*/ contains=@Spell

highlight default link freeholdStatement Statement
highlight default link freeholdStructure Structure
highlight default link freeholdExpectation Keyword
highlight default link freeholdOwner Constant
highlight default link freeholdOperator Operator
highlight default link freeholdConstant Constant
highlight default link freeholdType Type
highlight default link freeholdNumber Number
highlight default link freeholdEscape SpecialChar
highlight default link freeholdString String
highlight default link freeholdCharacter Character
highlight default link freeholdKind Exception
highlight default link freeholdComment Comment

let b:current_syntax = 'freehold'
